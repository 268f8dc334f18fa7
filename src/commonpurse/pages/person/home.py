"""A person's home: what happens next, who has it, since when."""

from django.http import HttpResponse
from django.shortcuts import redirect

from commonpurse.access.middleware import Request


def home(request: Request) -> HttpResponse:
    return redirect("public:front")
