"""The forms of a plan: an outcome, a line, what there is now. Each knows how to keep itself."""

from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django import forms

from commonpurse.access.actors import Actor
from commonpurse.allocation.queries import IndicativeBudget
from commonpurse.allocation.rules import NHS, whole_percents
from commonpurse.pages.shared.guarded import GuardedForm
from commonpurse.plans import acts
from commonpurse.plans.models import CurrentSupport, LegalBasis, Outcome, Period, Plan, PlanLine
from commonpurse.plans.queries import open_bases
from commonpurse.plans.rules import LineDraft
from commonpurse.theme.fields import DayField, MoneyField, WholeField, WordsField
from commonpurse.values.money import pounds_and_pence

Item = Outcome | PlanLine | CurrentSupport


class ItemForm(GuardedForm):
    """A form for one thing in a plan."""

    def __init__(self, data: Any = None, *, plan: Plan, budget: IndicativeBudget | None, item: Item | None) -> None:
        self.plan, self.budget = plan, budget
        super().__init__(data, about=plan.person_id, seen=plan.version, initial=self.filled(item))

    def filled(self, item: Any) -> dict[str, Any]:
        raise NotImplementedError

    def keep(self, plan: Plan, *, item: Any, by: Actor) -> None:
        raise NotImplementedError


class OutcomeForm(ItemForm):
    words = WordsField(
        label="What should be different?",
        help_text="In the person's own words, as they would say it.",
        max_length=300,
        widget=forms.Textarea,
    )

    def filled(self, item: Outcome | None) -> dict[str, Any]:
        return {"words": item.words} if item else {}

    def keep(self, plan: Plan, *, item: Outcome | None, by: Actor) -> None:
        words, seen = self.cleaned_data["words"], self.seen_version
        if item:
            acts.change_outcome(plan, outcome_id=item.pk, words=words, seen_version=seen, by=by)
        else:
            acts.add_outcome(plan, words=words, seen_version=seen, by=by)


class LineForm(ItemForm):
    what = WordsField(label="What will help?", max_length=200)
    who = WordsField(label="Who gives it?", max_length=120)
    how_often = WordsField(label="How often?", help_text="For example: two hours, every Thursday", max_length=120)
    cost = MoneyField(label="What does it cost?")
    period = forms.ChoiceField(label="The cost is", choices=Period.choices, widget=forms.RadioSelect)
    starts_on = DayField(label="From when?", help_text="For example 1 12 2026")
    legal_basis = forms.ChoiceField(label="On what legal ground?", widget=forms.RadioSelect)
    nhs_percent = WholeField(
        label="How much of it does the NHS pay?",
        min_value=0,
        max_value=100,
        units=("%", "percent"),
    )
    outcome = forms.ChoiceField(label="What is it for?", required=False)

    def __init__(self, data: Any = None, *, plan: Plan, budget: IndicativeBudget | None, item: Item | None) -> None:
        super().__init__(data, plan=plan, budget=budget, item=item)
        bases = open_bases(plan.journey)
        self.fields["legal_basis"] = forms.ChoiceField(
            label="On what legal ground?",
            choices=[(basis.value, basis.label) for basis in bases],
            widget=forms.RadioSelect,
            initial=bases[0].value if len(bases) == 1 else None,
            help_text="Health grounds are offered when they are recorded for this person.",
        )
        wanted = plan.outcomes.filter(removed_at=None).order_by("position")
        choices = [("", "Nothing in particular"), *((str(row.pk), row.words) for row in wanted)]
        self.fields["outcome"] = forms.ChoiceField(label="What is it for?", choices=choices, required=False)
        if LegalBasis.SECTION_117 in bases:
            self.fields["nhs_percent"].help_text = self._why_shared()
            self.fields["nhs_percent"].required = not data or data.get("legal_basis") == LegalBasis.SECTION_117
        else:
            del self.fields["nhs_percent"]

    def _why_shared(self) -> str:
        said = "Only for section 117, a whole number in 100; the council pays the rest."
        if self.budget is None or not self.budget.nhs_shares or not self.budget.amount_pence:
            return said
        nhs = next(share.pence for share in self.budget.funders if share.id == NHS)
        of = f"NHS {pounds_and_pence(nhs)} of {pounds_and_pence(self.budget.amount_pence)}"
        return f"{said} In the indicative budget it is {of}: {self._nhs_percent()} in 100."

    def _nhs_percent(self) -> int:
        funders = self.budget.funders if self.budget else []
        return whole_percents({share.id: share.pence for share in funders}).get(NHS, 0) if funders else 0

    def filled(self, item: PlanLine | None) -> dict[str, Any]:
        if item is None:
            return {"nhs_percent": self._nhs_percent(), "period": Period.WEEK.value}
        return {
            "what": item.what,
            "who": item.who,
            "how_often": item.how_often,
            "cost": item.cost_pence,
            "period": item.period,
            "starts_on": item.starts_on,
            "legal_basis": item.legal_basis,
            "nhs_percent": item.shares[NHS] if item.legal_basis == LegalBasis.SECTION_117 else self._nhs_percent(),
            "outcome": str(item.outcome_id or ""),
        }

    def keep(self, plan: Plan, *, item: PlanLine | None, by: Actor) -> None:
        given = self.cleaned_data
        draft = LineDraft(
            what=given["what"],
            who=given["who"],
            how_often=given["how_often"],
            cost_pence=given["cost"],
            period=given["period"],
            legal_basis=given["legal_basis"],
            nhs_percent=given.get("nhs_percent"),
        )
        outcome_id = UUID(given["outcome"]) if given["outcome"] else None
        starts_on, seen = given["starts_on"], self.seen_version
        if item:
            acts.change_line(plan, line_id=item.pk, draft=draft, starts_on=starts_on, outcome_id=outcome_id, seen_version=seen, by=by)
        else:
            acts.add_line(plan, draft=draft, starts_on=starts_on, outcome_id=outcome_id, seen_version=seen, by=by)


class SupportForm(ItemForm):
    what = WordsField(label="What is there now?", max_length=200)
    who = WordsField(label="Who gives it?", max_length=120, required=False)
    cost = MoneyField(label="What does it cost now?", help_text="0 when nobody pays for it")
    period = forms.ChoiceField(label="The cost is", choices=Period.choices, widget=forms.RadioSelect)

    def filled(self, item: CurrentSupport | None) -> dict[str, Any]:
        if item is None:
            return {"period": Period.WEEK.value}
        return {"what": item.what, "who": item.who, "cost": item.cost_pence, "period": item.period}

    def keep(self, plan: Plan, *, item: CurrentSupport | None, by: Actor) -> None:
        given, seen = self.cleaned_data, self.seen_version
        words: dict[str, Any] = {"what": given["what"], "who": given["who"], "cost_pence": given["cost"], "period": given["period"]}
        if item:
            acts.change_current_support(plan, support_id=item.pk, **words, seen_version=seen, by=by)
        else:
            acts.add_current_support(plan, **words, seen_version=seen, by=by)


@dataclass(frozen=True)
class KindOfItem:
    form: type[ItemForm]
    adding: str
    changing: str
    lead: str


KINDS = {
    "outcomes": KindOfItem(OutcomeForm, "Something that should be different", "Change the words", ""),
    "lines": KindOfItem(LineForm, "Something that will help", "Change this line", "One thing a line: what, who, how often, what it costs."),
    "now": KindOfItem(
        SupportForm, "Something there is now", "Change this", "It stands beside the plan, so that everybody sees what changes."
    ),
}
