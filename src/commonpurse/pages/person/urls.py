from django.urls import URLPattern

from commonpurse.pages.person import answers, budget, caring, effort, home, letting_see, never, papers, plan, record, second_eyes, what_if

app_name = "person"
urlpatterns: list[URLPattern] = [
    *home.routes,
    *second_eyes.routes,
    *answers.routes,
    *budget.routes,
    *what_if.routes,
    *caring.routes,
    *letting_see.routes,
    *never.routes,
    *plan.routes,
    *papers.routes,
    *record.routes,
    *effort.routes,
]
