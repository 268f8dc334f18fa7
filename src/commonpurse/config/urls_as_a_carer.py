"""Every address, as somebody with two journeys meets them at their journey as a carer (`pages.person.rooms`)."""

from commonpurse.config.urls import everywhere, handler400, handler403, handler404, handler429, handler500

__all__ = ["handler400", "handler403", "handler404", "handler429", "handler500", "urlpatterns"]

urlpatterns = everywhere(own="my/as-a-carer/")
