from django.urls import URLPattern

from commonpurse.pages.person import answers, budget, home, plan

app_name = "person"
urlpatterns: list[URLPattern] = [
    *home.routes,
    *answers.routes,
    *budget.routes,
    *plan.routes,
]
