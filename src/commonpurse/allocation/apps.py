from django.apps import AppConfig


class AllocationConfig(AppConfig):
    name = "commonpurse.allocation"
    label = "allocation"

    def ready(self) -> None:
        from commonpurse.allocation.jobs import carer_statement_changed
        from commonpurse.foundation.outbox import hear
        from commonpurse.people.acts import CARER_STATEMENT_CHANGED

        hear(CARER_STATEMENT_CHANGED, carer_statement_changed)
