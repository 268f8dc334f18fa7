from django.apps import AppConfig


class OrganisationsConfig(AppConfig):
    name = "commonpurse.organisations"
    label = "organisations"

    def ready(self) -> None:
        from commonpurse.access.actors import register_memberships
        from commonpurse.organisations.queries import memberships_of

        register_memberships(memberships_of)
