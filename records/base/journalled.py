"""A journalled row: a uid, a guarded way of writing, and one plain-data form."""

import uuid
from collections.abc import Collection, Iterable, Mapping
from datetime import date, datetime, time
from decimal import Decimal
from typing import Any, ClassVar, NoReturn, Protocol, Self

from django.core.exceptions import ValidationError
from django.db import models, transaction
from django.utils.translation import gettext_lazy as _

from records import change
from records.base.states import Visibility
from records.base.validators import one_kind_of_line_break, validate_text

_NAMES_INTERNAL = _("“%(named)s” is unpublished, and a published record would tell its name.")


class Root(Protocol):
    """The record at the root of an aggregate, as its rows know it."""

    pk: Any
    visibility: Any

    @property
    def is_public(self) -> bool:
        """True when anyone may see it."""


class GuardedQuerySet(models.QuerySet):
    """A queryset without the ways of writing that would leave no entry in the journal."""

    def _refuse(self, *args: Any, **kwargs: Any) -> NoReturn:
        raise change.OutsideChangeError("Records are saved one by one, so that each is journalled.")

    update = delete = bulk_create = bulk_update = _refuse

    def with_names(self) -> Self:
        """With what the rows' names need, in a constant number of queries."""
        return self

    def among(self, link: str, records: models.QuerySet) -> Self:
        """Rows whose `link`, which is never empty, leads to one of `records`.

        Where those are all that there are, a database would still go through them: it is not asked.
        """
        return self.filter(**{f"{link}__in": records}) if records.query.where else self


class JournalledModel(models.Model):
    """A journalled row: a record, or a part of one."""

    uid = models.UUIDField(_("uid"), default=uuid.uuid4, unique=True, editable=False)

    objects = GuardedQuerySet.as_manager()

    parts: ClassVar[tuple[str, ...]] = ()
    # Links to records whose names are printed with this row: what is public names only what is.
    names: ClassVar[tuple[str, ...]] = ()
    derived: ClassVar[frozenset[str]] = frozenset({"id"})
    # Relations to tables that hold `derived_rows`, and nothing else.
    derived_parts: ClassVar[tuple[str, ...]] = ()
    # Fields whose meaning another field holds: a difference in both is told by the other.
    shadowed_fields: ClassVar[Mapping[str, str]] = {}

    class Meta:
        abstract = True
        # Related managers write through the base manager, so it must be a guarded one.
        base_manager_name = "objects"

    def save(self, *args: Any, **kwargs: Any) -> None:
        change.require_open()
        super().save(*args, **kwargs)
        for record in self.roots():
            change.mark_changed(record)

    def delete(self, *args: Any, **kwargs: Any) -> tuple[int, dict[str, int]]:
        """Delete the row after its parts, the later ones first: they may rest on the earlier."""
        change.require_open()
        with transaction.atomic():
            for record in self.roots():
                change.mark_changed(record)
            for name in reversed(self.parts):
                for part in reversed(getattr(self, name).all()):
                    part.delete()
            return super().delete(*args, **kwargs)

    def roots(self) -> Iterable["Root"]:
        """The records whose aggregate this row belongs to."""
        raise NotImplementedError

    def rows_of(self, part: str) -> Iterable[Any]:
        """The rows of a part, without the manager that `.all()` makes where they are at hand."""
        held = self.__dict__.get("_prefetched_objects_cache", {})
        return held[part] if part in held else getattr(self, part).all()

    def derive(self) -> None:
        """Set the fields that others determine."""

    def derived_rows(self) -> Iterable[models.Model]:
        """Rows of tables that hold nothing but what is derived from this one."""
        return ()

    @classmethod
    def visibility_path(cls) -> str:
        """The lookup by which a query finds the visibility of what a row belongs to."""
        return "visibility"

    def clean_fields(self, exclude: Collection[str] | None = None) -> None:
        errors: dict[str, Any] = {}
        try:
            super().clean_fields(exclude=exclude)
        except ValidationError as error:
            errors = error.update_error_dict(errors)
        for field in self._meta.concrete_fields:
            if not isinstance(field, models.CharField | models.TextField) or not field.editable:
                continue
            if field.name not in errors and field.name not in (exclude or ()):
                try:
                    self._clean_text(field)
                except ValidationError as error:
                    errors[field.name] = error.error_list
        if errors:
            raise ValidationError(errors)

    def clean(self) -> None:
        super().clean()
        if self.names and any(root.visibility == Visibility.PUBLIC for root in self.roots()):
            linked = [name for name in self.names if getattr(self, f"{name}_id") is not None]
            named = {name: getattr(self, name) for name in linked}
            errors = {
                name: ValidationError(_NAMES_INTERNAL, params={"named": record})
                for name, record in named.items()
                if not record.is_public
            }
            if errors:
                raise ValidationError(errors)

    def _clean_text(self, field: models.CharField | models.TextField) -> None:
        text = one_kind_of_line_break(str(getattr(self, field.attname) or ""))
        validate_text(text, multiline=isinstance(field, models.TextField))
        if text:
            setattr(self, field.attname, text)

    def canonical(self) -> dict[str, Any]:
        """The row and its parts as plain data: links by uid, dates in ISO 8601, keys by field.

        Parts stand in the order of their uids, so that the form depends on nothing outside.
        """
        form = self.plain_row()
        for name in self.parts:
            parts = sorted(getattr(self, name).all(), key=lambda part: part.uid)
            form[name] = [part.canonical() for part in parts]
        return form

    @classmethod
    def kept_fields(cls) -> list[models.Field]:
        """The columns that the canonical form has: those that no other determines."""
        return [field for field in cls._meta.concrete_fields if field.name not in cls.derived]

    def plain_row(self) -> dict[str, Any]:
        """The row as plain data, without its parts."""
        return {field.name: self._plain(field) for field in self.kept_fields()}

    def _plain(self, field: models.Field) -> Any:
        if isinstance(field, models.ForeignKey):
            target = getattr(self, field.name)
            return None if target is None else str(target.uid)
        value = field.value_from_object(self)
        if value is None or isinstance(value, bool | int):
            return value
        if isinstance(value, date | datetime | time):
            return value.isoformat()
        if isinstance(value, Decimal):
            return format(value.normalize(), "f")
        return field.value_to_string(self)
