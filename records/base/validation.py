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
    """Raise `ValidationError` with all that is wrong with `record` or one of its parts."""
    problems = []
    for row in (record, *parts_of(record)):
        try:
            row.full_clean()
        except ValidationError as error:
            labels = {field.name: field.verbose_name for field in row._meta.concrete_fields}
            for name, texts in error.message_dict.items():
                label = capfirst(str(labels.get(name, row._meta.verbose_name)))
                problems += [f"{label}: {text}" for text in texts]
    if problems:
        raise ValidationError(problems)
