from django.urls import URLPattern, path

from commonpurse.pages.carer import joining, own_words, reading

app_name = "carer"
urlpatterns: list[URLPattern] = [
    path("", own_words.home, name="home"),
    *reading.routes,
    *joining.routes,
    path("own/<uuid:helper_id>", own_words.of_my_own, name="of_my_own"),
    path("<uuid:helper_id>", own_words.check, name="check"),
    path("<uuid:helper_id>/<slug:question_id>", own_words.question, name="question"),
]
