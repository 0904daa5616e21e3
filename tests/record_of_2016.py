"""The record of fiscal 2016 in the tests' own database.

To load it takes seconds of a processor: a process does so once, and then writes the same rows.
"""

import functools

from django.apps import apps
from django.core.cache import cache
from django.core.management import call_command
from django.db import transaction
from django.db.models import Model, QuerySet


@transaction.atomic
def load_record() -> None:
    """Leave in an empty register what `manage.py load_record` does, the journal with it."""
    for model, rows in _loaded().items():
        QuerySet(model).bulk_create(rows)
    # What is cached for a state of the journal may be told by tests that began with the same one.
    cache.clear()


@functools.cache
def _loaded() -> dict[type[Model], list[Model]]:
    """The rows that the command writes, all of them into tables that were empty."""
    with transaction.atomic():
        before = _filled()
        call_command("load_record", verbosity=0)
        rows = {model: list(QuerySet(model)) for model in _filled() if model not in before}
        transaction.set_rollback(True)
    return rows


def _filled() -> list[type[Model]]:
    models = apps.get_models(include_auto_created=True)
    return [model for model in models if QuerySet(model).exists()]
