"""Pages for anybody: what this is, whom to call, how to leave, what is kept."""

from django.conf import settings
from django.contrib.auth import logout
from django.contrib.staticfiles import finders
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.templatetags.static import static
from django.views.decorators.csrf import csrf_exempt
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


@csrf_exempt  # the way out is never refused: the worst that a forged press can do is sign somebody out
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
def theme_of_another_version(request: HttpRequest, version: str, file: str) -> HttpResponse:
    """Send a page that was made before an update, or by a server not yet updated, to the file as it is here; kept by nobody.

    Files of this version are served before any view is asked.
    """
    if f"/static/{version}/" == settings.STATIC_URL or finders.find(file) is None:
        raise Http404
    return HttpResponseRedirect(static(file))


@require_safe
def health(request: HttpRequest) -> HttpResponse:
    """For whoever watches the server: the database answered, since this view runs in a transaction."""
    return HttpResponse("well\n", content_type="text/plain")
