"""A front door for each audience: what this is, what happens next, what it costs, one's rights, how to start."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import URLPattern, path
from django.views.decorators.http import require_safe

AUDIENCES = {  # the template, and its address
    "person": "i-need-support",
    "carer": "i-look-after-someone",
    "helper": "i-help-somebody",
    "practitioner": "i-work-with-people",
    "manager": "i-manage-or-pay",
    "trainer": "i-train-people",
}


@require_safe
def door(request: HttpRequest, audience: str) -> HttpResponse:
    return render(request, f"public/doors/{audience}.html")


routes: list[URLPattern] = [path(address, door, {"audience": name}, name=f"door_{name}") for name, address in AUDIENCES.items()]
