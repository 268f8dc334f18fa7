"""What waits for a manager: plans to agree, the oldest first."""

from typing import Any

from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import render
from django.utils.http import urlencode
from django.views.decorators.http import require_safe

from commonpurse.access.actors import Actor, Role
from commonpurse.access.middleware import Request
from commonpurse.access.queries import names_of
from commonpurse.allocation.queries import budgets_for
from commonpurse.pages.doors import for_role
from commonpurse.pages.figures import indicative_figures
from commonpurse.pages.opening import listed
from commonpurse.people.queries import typed_search
from commonpurse.plans.models import Plan
from commonpurse.plans.queries import totals_for, waiting_for, weekly_to_cover

ROWS = 25


@require_safe
@for_role(Role.MANAGER)
def waiting(request: Request) -> HttpResponse:
    find = typed_search(request.GET.get("find", ""))
    page = Paginator(waiting_for(request.actor, search=find), ROWS).get_page(request.GET.get("page"))
    listed(request, {plan.person_id for plan in page.object_list})
    context = {
        "rows": _rows(list(page.object_list), request.actor),
        "page": page,
        "find": find,
        "query": f"{urlencode({'find': find})}&" if find else "",
    }
    return render(request, "manager/waiting.html", context)


def _rows(plans: list[Plan], actor: Actor) -> list[dict[str, Any]]:
    """The plans of one page with their figures, in a fixed number of queries."""
    budgets = budgets_for([plan.journey_id for plan in plans])
    totals = totals_for(plans, budgets)
    names = names_of({plan.journey.worker_id for plan in plans})
    rows = []
    for plan in plans:
        budget = budgets.get(plan.journey_id)
        total = totals[plan.pk]
        limit = actor.approval_limit_pence(plan.journey.team_id)
        rows.append(
            {
                "plan": plan,
                "budget": budget,
                "figures": indicative_figures(budget) if budget else [],
                "total": total,
                "over": total - (budget.amount_pence or 0) if budget else 0,
                "worker": names.get(plan.journey.worker_id, ""),
                "above_limit": budget is not None and weekly_to_cover(budget, total) > limit,
            }
        )
    return rows
