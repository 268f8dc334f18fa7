"""Opening the link that a worker gave: saying that this account is mine."""

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import URLPattern, path
from django.views.decorators.http import require_http_methods

from commonpurse.access.decisions import require
from commonpurse.access.middleware import Request
from commonpurse.access.queries import names_of
from commonpurse.assessments import acts
from commonpurse.assessments.queries.joining import link_for
from commonpurse.pages.doors import signed_in


@require_http_methods(["GET", "POST"])
@signed_in
def mine(request: Request, secret: str) -> HttpResponse:
    link = link_for(secret, request.actor)
    if link is None:  # used, withdrawn, too old or never there: one page, so that nothing can be learned from it
        return render(request, "account/invitation_gone.html", status=404)
    require(acts.may_say_so(request.actor, link))
    if request.method == "POST":
        acts.say_it_is_mine(secret, by=request.actor)
        return redirect("carer:mine", secret=secret)
    worker = names_of({link.made_by_id}).get(link.made_by_id, "Somebody who has left")
    return render(request, "carer/mine.html", {"link": link, "worker": worker})


routes: list[URLPattern] = [path("link/<str:secret>", mine, name="mine")]
