from django.urls import path

from commonpurse.pages.estimate import views

app_name = "estimate"
KINDS = {"adult": "for-me", "carer": "for-a-carer"}
urlpatterns = [
    *(path(address, views.begin, {"kind": kind}, name=f"begin_{kind}") for kind, address in KINDS.items()),
    *(path(f"{address}/questions", views.ask, {"kind": kind}, name=f"ask_{kind}") for kind, address in KINDS.items()),
]
