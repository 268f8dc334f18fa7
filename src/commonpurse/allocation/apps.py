from django.apps import AppConfig


class AllocationConfig(AppConfig):
    name = "commonpurse.allocation"
    label = "allocation"

    def ready(self) -> None:
        from commonpurse.allocation.jobs import unpaid_help_may_have_changed
        from commonpurse.foundation.outbox import hear
        from commonpurse.journeys.acts import PICKED_UP
        from commonpurse.people.acts import CARER_STATEMENT_CHANGED

        hear(CARER_STATEMENT_CHANGED, unpaid_help_may_have_changed)
        hear(PICKED_UP, unpaid_help_may_have_changed)
