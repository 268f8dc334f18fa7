"""Our addresses, with a few before them that fail while they hold something private."""

from django.http import HttpRequest, HttpResponse
from django.urls import path

from commonpurse.config import urls
from commonpurse.people.models import Person

CANARIES = {
    "name": "Zebedee Quillfeather",
    "nhs_number": "9990123456",
    "words": "I have not slept since the funeral",
    "secret": "s3cr3t-kept",
}


def fails(request: HttpRequest, secret: str) -> HttpResponse:
    del secret
    raise ValueError(f"{CANARIES['name']} {CANARIES['nhs_number']}: {request.POST.get('words')}")


def fails_in_the_database(request: HttpRequest, secret: str) -> HttpResponse:
    """The number twice: PostgreSQL answers with "Key (nhs_number)=(9990123456) already exists"."""
    for _ in range(2):
        Person.objects.create(first_name=CANARIES["name"], last_name=secret, nhs_number=CANARIES["nhs_number"])
    return HttpResponse()


urlpatterns = [
    *urls.wrapped([path("account/failing/<str:secret>", fails), path("work/failing/<str:secret>", fails_in_the_database)]),
    *urls.urlpatterns,
]
handler400, handler403, handler404, handler500 = urls.handler400, urls.handler403, urls.handler404, urls.handler500
