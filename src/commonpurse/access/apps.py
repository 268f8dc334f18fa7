from django.apps import AppConfig
from django.db.backends.signals import connection_created


class AccessConfig(AppConfig):
    name = "commonpurse.access"
    label = "access"

    def ready(self) -> None:
        from commonpurse.access.context import guard, proved
        from commonpurse.foundation.outbox import prove_with

        prove_with(lambda: proved("outbox"))
        connection_created.connect(guard, dispatch_uid="nobody_acting")
