"""Be one of the cast, in the demonstration only; and the pattern page."""

from django.conf import settings
from django.contrib.auth import login
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_POST, require_safe

from commonpurse.access.models import User
from commonpurse.demonstration import cast as the_cast
from commonpurse.foundation.place import is_demonstration
from commonpurse.theme.patterns import examples


@require_safe
def cast(request: HttpRequest) -> HttpResponse:
    there = set(User.objects.values_list("sign_in_name", flat=True))
    groups = [
        ("People, and those who look after them", the_cast.PEOPLE),
        ("The people who work with them", the_cast.WORKERS),
        ("Others, whose rooms come later", the_cast.LATER),
    ]
    return render(request, "demonstration/cast.html", {"groups": groups, "there": there})


@require_POST
def be(request: HttpRequest, key: str) -> HttpResponse:
    """Sign in as one of the cast. Asks the settings and the database itself: both must say that this is a demonstration."""
    member = the_cast.member(key)
    if not settings.CAST_SIGN_IN or member is None or not is_demonstration():
        raise Http404
    user = User.objects.filter(sign_in_name=key).first()
    if user is None:
        raise Http404
    login(request, user, backend=settings.AUTHENTICATION_BACKENDS[0])
    return redirect("account:home")


@require_safe
def patterns(request: HttpRequest) -> HttpResponse:
    return render(request, "theme/patterns.html", examples())
