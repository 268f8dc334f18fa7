from django.urls import URLPattern, path

from commonpurse.pages.manager import effort, plan, waiting

app_name = "manager"
urlpatterns: list[URLPattern] = [
    path("", waiting.waiting, name="waiting"),
    path("time", effort.effort, name="effort"),
    path("plans/<uuid:plan_id>", plan.plan, name="plan"),
    path("plans/<uuid:plan_id>/decision", plan.decision, name="decision"),
    path("plans/<uuid:plan_id>/letter", plan.letter, name="letter"),
]
