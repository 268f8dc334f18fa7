"""What is missing, put where the person looks for it."""

from django.forms import Form

from commonpurse.values.missing import NotReady


def add_missing(form: Form, error: NotReady) -> None:
    """Put each missing thing at its field, or above the form when it has none."""
    for one in error.missing:
        form.add_error(one.field if one.field in form.fields else None, one.sentence)
