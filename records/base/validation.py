"""A record with all its parts, held against its rules before it is kept."""

from collections.abc import Iterator

from django.core.exceptions import ValidationError
from django.utils.text import capfirst

from records.base.journalled import JournalledModel
from records.base.record import Record


def parts_of(row: JournalledModel) -> Iterator[JournalledModel]:
    """The parts of a row, and theirs."""
    for name in row.parts:
        for part in getattr(row, name).all():
            yield part
            yield from parts_of(part)


def validate_with_parts(record: Record) -> None:
    """Raise `ValidationError` with all that is wrong with `record` or one of its kept parts.

    What the tables themselves hold of kept rows is not asked of the parts again, nor of uids, which
    never change.
    """
    problems = []
    for row in (record, *parts_of(record)):
        try:
            if row is record:
                row.full_clean({"uid"})
            else:
                links = {each.name for each in row._meta.concrete_fields if each.is_relation}
                row.full_clean(links, validate_unique=False, validate_constraints=False)
        except ValidationError as error:
            labels = {field.name: field.verbose_name for field in row._meta.concrete_fields}
            for name, texts in error.message_dict.items():
                label = capfirst(str(labels.get(name, row._meta.verbose_name)))
                problems += [f"{label}: {text}" for text in texts]
    if problems:
        raise ValidationError(problems)
