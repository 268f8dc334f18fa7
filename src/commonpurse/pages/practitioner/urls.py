from django.urls import URLPattern

from commonpurse.pages.practitioner import (
    answers,
    budget,
    carers,
    caseload,
    checking,
    effort,
    eligibility,
    joining,
    journey,
    letting_see,
    papers,
    people,
    plan,
    preparation,
    record,
    screen,
    stepping_back,
    what_if,
)

app_name = "practitioner"
urlpatterns: list[URLPattern] = [
    *caseload.routes,
    *people.routes,
    *journey.routes,
    *preparation.routes,
    *joining.routes,
    *answers.routes,
    *checking.routes,
    *screen.routes,
    *eligibility.routes,
    *budget.routes,
    *what_if.routes,
    *carers.routes,
    *letting_see.routes,
    *plan.routes,
    *papers.routes,
    *effort.routes,
    *record.routes,
    *stepping_back.routes,
]
