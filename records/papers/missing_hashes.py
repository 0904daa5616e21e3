"""Files from before the register kept their hashes, taken into the journal as they are found."""

from collections.abc import Iterator
from typing import Any, cast

from django.utils.translation import gettext as _

from records import change, journal
from records.base import Record, with_parts
from records.journal import JournalEntry
from records.papers.paper import FACTS, Paper

Form = dict[str, Any]


def journal_missing_hashes() -> int:
    """Journal the hashes of files whose records were last journalled without; how many records.

    A record that differs from its last entry in anything else is left for verification to name.
    """
    with journal.change(actor="migrate", reason=_("Hashes of the files, as found now")):
        models = journal.record_models()
        records = [record for model in models for record in _unsealed(model)]
        for record in records:
            for name in _parts(type(record)):
                for paper in getattr(record, name).all():
                    paper.save()
            change.mark_changed(record)
    return len(records)


def _parts(model: type[Record]) -> list[str]:
    named = (
        (name, cast(type[Any], model._meta.get_field(name).related_model)) for name in model.parts
    )
    return [name for name, part in named if issubclass(part, Paper)]


def _unsealed(model: type[Record]) -> Iterator[Record]:
    keys = {
        key
        for name in _parts(model)
        for key in model._base_manager.filter(**{f"{name}__file__gt": ""}).values_list(
            "pk", flat=True
        )
    }
    for some in journal.batched(sorted(keys)):
        last = JournalEntry.objects.last_of(model._meta.label, list(some))
        for record in with_parts(model).filter(pk__in=some):
            entry = last.get(record.pk)
            held = entry.form() if entry and entry.schema < model.schema else None
            if held is not None and _without_facts(held) == _without_facts(record.canonical()):
                yield record


def _without_facts(form: Form) -> Form:
    """A form as it was before there were facts of files."""
    return {
        name: [
            {key: each for key, each in row.items() if key not in FACTS or "file" not in row}
            for row in value
        ]
        if isinstance(value, list)
        else value
        for name, value in form.items()
    }
