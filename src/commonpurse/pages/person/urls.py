from django.urls import URLPattern, path

from commonpurse.pages.person import answers, budget, home, plan

app_name = "person"
urlpatterns: list[URLPattern] = [
    path("", home.home, name="home"),
    *answers.routes,
    *budget.routes,
    *plan.routes,
]
