"""Pages for anybody: what this is, whom to call, how to leave, what is kept."""

from django.contrib.auth import logout
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.views.decorators.http import require_POST, require_safe

from commonpurse.theme.outgoing import outgoing


@require_safe
def front(request: HttpRequest) -> HttpResponse:
    return render(request, "public/front.html")


@require_safe
def help_now(request: HttpRequest) -> HttpResponse:
    return render(request, "public/help_now.html")


@require_safe
def leaving(request: HttpRequest) -> HttpResponse:
    return render(request, "public/leaving.html")


@require_POST
def leave(request: HttpRequest) -> HttpResponse:
    """Sign out and go somewhere neutral at once. The browser's history stays; the page that explains this says so."""
    logout(request)
    return HttpResponseRedirect(outgoing("somewhere_neutral").url)


@require_safe
def attribution(request: HttpRequest) -> HttpResponse:
    return render(request, "public/attribution.html")


@require_safe
def privacy(request: HttpRequest) -> HttpResponse:
    return render(request, "public/privacy.html")


@require_safe
def accessibility(request: HttpRequest) -> HttpResponse:
    return render(request, "public/accessibility.html")


@require_safe
def health(request: HttpRequest) -> HttpResponse:
    """For whoever watches the server: the database answered, since this view runs in a transaction."""
    return HttpResponse("well\n", content_type="text/plain")
