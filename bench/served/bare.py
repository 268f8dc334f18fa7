"""A bare Django page on the same server: three simple queries and a small Jinja template, before any wall of ours.

It stands outside every other middleware and reads a table of its own, so that it stays the same whatever becomes of the walls.
"""

from collections.abc import Callable
from typing import ClassVar

from django.db import connection, models
from django.http import HttpRequest, HttpResponse
from django.test.utils import CaptureQueriesContext
from jinja2 import Environment

from bench.served.place import ADDRESS, COUNT, COUNTED

SHOWN = 20
PAGE = Environment(autoescape=True).from_string(
    """<!doctype html><html lang="en"><title>{{ one.words }}</title><h1>{{ one.words }}, one of {{ number }}</h1>
<ul>{% for row in rows %}<li>{{ row.id }}: {{ row.words }}</li>{% endfor %}</ul></html>"""
)
Answer = Callable[[HttpRequest], HttpResponse]


class Row(models.Model):
    id = models.IntegerField(primary_key=True)
    kind = models.IntegerField()
    words = models.TextField()

    objects: ClassVar["models.Manager[Row]"] = models.Manager()

    class Meta:
        app_label = "bench"
        db_table = "bench_row"
        managed = False


def bare() -> HttpResponse:
    walls, connection.execute_wrappers = connection.execute_wrappers, []
    try:
        rows = Row.objects.order_by("id")
        shown = {"one": rows.get(pk=7), "rows": list(rows.filter(kind=7)[:SHOWN]), "number": rows.count()}
    finally:
        connection.execute_wrappers = walls
    return HttpResponse(PAGE.render(shown))


def beside(get_response: Answer) -> Answer:
    """Answer the bare page; and tell, where it is asked, how many queries any page took."""

    def answer(request: HttpRequest) -> HttpResponse:
        return bare() if request.path == ADDRESS else get_response(request)

    def middleware(request: HttpRequest) -> HttpResponse:
        if COUNT not in request.headers:
            return answer(request)
        with CaptureQueriesContext(connection) as captured:
            response = answer(request)
        response[COUNTED] = str(len(captured))
        return response

    return middleware
