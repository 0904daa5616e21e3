"""What every kept thing has in common: a uid, a life, a visibility, and one plain-data form."""

import uuid
from collections.abc import Iterable, Mapping
from datetime import date, datetime, time
from decimal import Decimal
from typing import Any, ClassVar, NoReturn, Self

from django.core.exceptions import ValidationError
from django.db import models, transaction
from django.utils.translation import gettext_lazy as _

from records import journal
from records.upgrades import Upgrade
from records.validators import one_kind_of_line_break, validate_text

_MORE_VISIBLE = _("It cannot be more visible than what it belongs to.")
_NAMES_INTERNAL = _("“%(named)s” is internal, and a public record would tell its name.")


class Visibility(models.TextChoices):
    INTERNAL = "internal", _("internal")
    PUBLIC = "public", _("public")


class Life(models.TextChoices):
    DRAFT = "draft", _("draft")
    REGISTERED = "registered", _("registered")
    WITHDRAWN = "withdrawn", _("withdrawn")


class GuardedQuerySet(models.QuerySet):
    """A queryset without the ways of writing that would pass the journal's door."""

    def _refuse(self, *args: Any, **kwargs: Any) -> NoReturn:
        raise journal.DoorClosedError("Records are saved one by one, so that each is journalled.")

    update = delete = bulk_create = bulk_update = _refuse


class RecordQuerySet(GuardedQuerySet):
    def visible_to(self, user: Any) -> Self:
        """What `user` may see; None is anyone. Drafts and internal records are for staff."""
        if sees_internal(user, self.model):
            return self
        return self.filter(visibility=Visibility.PUBLIC).exclude(life=Life.DRAFT)

    def current(self) -> Self:
        """Without withdrawn records."""
        return self.exclude(life=Life.WITHDRAWN)


def sees_internal(user: Any, model: type[models.Model]) -> bool:
    """True for staff who may view records of this model in the admin."""
    if user is None or not user.is_active or not user.is_staff:
        return False
    return user.has_perm(f"{model._meta.app_label}.view_{model._meta.model_name}")


class Kept(models.Model):
    """A journalled row: a record, or a part of one."""

    uid = models.UUIDField(_("uid"), default=uuid.uuid4, unique=True, editable=False)

    objects = GuardedQuerySet.as_manager()

    parts: ClassVar[tuple[str, ...]] = ()
    # Links to records whose names are printed with this row: what is public names only what is.
    names: ClassVar[tuple[str, ...]] = ()
    derived: ClassVar[frozenset[str]] = frozenset({"id"})

    class Meta:
        abstract = True
        # Related managers write through the base manager, so it must be a guarded one.
        base_manager_name = "objects"

    def save(self, *args: Any, **kwargs: Any) -> None:
        journal.require_open()
        super().save(*args, **kwargs)
        for record in self.roots():
            journal.touch(record)

    def delete(self, *args: Any, **kwargs: Any) -> tuple[int, dict[str, int]]:
        """Delete the row after its parts, the later ones first: they may rest on the earlier."""
        journal.require_open()
        with transaction.atomic():
            for record in self.roots():
                journal.touch(record)
            for name in reversed(self.parts):
                for part in reversed(getattr(self, name).all()):
                    part.delete()
            return super().delete(*args, **kwargs)

    def roots(self) -> Iterable["Record"]:
        """The records whose aggregate this row belongs to."""
        raise NotImplementedError

    @classmethod
    def visibility_path(cls) -> str:
        """Where a query finds the visibility of what a row belongs to."""
        return "visibility"

    def clean_fields(self, exclude: Iterable[str] | None = None) -> None:
        errors: dict[str, Any] = {}
        try:
            super().clean_fields(exclude=exclude)
        except ValidationError as error:
            errors = error.update_error_dict(errors)
        for field in self._meta.concrete_fields:
            is_text = isinstance(field, models.CharField | models.TextField) and field.editable
            if is_text and field.name not in errors and field.name not in (exclude or ()):
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
        form = {
            field.name: self._plain(field)
            for field in self._meta.concrete_fields
            if field.name not in self.derived
        }
        for name in self.parts:
            parts = sorted(getattr(self, name).all(), key=lambda part: part.uid)
            form[name] = [part.canonical() for part in parts]
        return form

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


class Record(Kept):
    """Something the agency answers for: internal until published, never simply gone."""

    visibility = models.CharField(
        _("visibility"), max_length=10, choices=Visibility, default=Visibility.INTERNAL
    )
    life = models.CharField(_("life"), max_length=10, choices=Life, default=Life.DRAFT)
    document_number = models.CharField(_("document number"), max_length=50, blank=True)
    decision_number = models.CharField(_("decision number"), max_length=50, blank=True)
    version = models.PositiveIntegerField(_("version"), default=0, editable=False)
    changed_at = models.DateTimeField(_("changed at"), null=True, editable=False)

    objects = RecordQuerySet.as_manager()

    # The number of the canonical form's shape, and for each older number the pure step that turns
    # a form of that shape into one of the next: docs/journal.md, "When a field comes or goes".
    schema: ClassVar[int] = 1
    upgrades: ClassVar[Mapping[int, Upgrade]] = {}
    # How long the journal keeps a superseded state (保存期間), in years; None is for ever.
    retention_years: ClassVar[int | None] = 10
    derived: ClassVar[frozenset[str]] = Kept.derived | {"changed_at"}
    # Only the journal writes these; a stale copy of the record must not set them back.
    kept_by_journal: ClassVar[frozenset[str]] = frozenset({"version", "changed_at"})

    class Meta(Kept.Meta):
        abstract = True
        constraints = [
            models.CheckConstraint(
                name="%(app_label)s_%(class)s_draft_is_internal",
                condition=~models.Q(visibility=Visibility.PUBLIC, life=Life.DRAFT),
                violation_error_message=_("A draft cannot be public. Please register it first."),
            ),
        ]

    def save(self, *args: Any, **kwargs: Any) -> None:
        if not self._state.adding and kwargs.get("update_fields") is None:
            unwritten = self.get_deferred_fields() | self.kept_by_journal
            kwargs["update_fields"] = [
                field.name
                for field in self._meta.concrete_fields
                if not field.primary_key and field.attname not in unwritten
            ]
        super().save(*args, **kwargs)

    @classmethod
    def upgraded(cls, form: dict[str, Any], schema: int) -> dict[str, Any]:
        """A canonical form of an older `schema`, as today's would be.

        Raises `LookupError` where there is no way from that schema to today's.
        """
        if schema > cls.schema:
            raise LookupError(f"{cls._meta.label}: schema {schema} is newer than this program.")
        for step in range(schema, cls.schema):
            form = cls.upgrades[step](form)
        return form

    @property
    def parent(self) -> "Record | None":
        """The record this one must not be more visible than."""
        return None

    @property
    def is_public(self) -> bool:
        """True when anyone may see it."""
        parent_is_public = self.parent is None or self.parent.is_public
        is_published = self.visibility == Visibility.PUBLIC and self.life != Life.DRAFT
        return is_published and parent_is_public

    def roots(self) -> Iterable["Record"]:
        return (self,)

    def children(self) -> Iterable["Record"]:
        """Records that must not be more visible than this one."""
        return ()

    def clean(self) -> None:
        super().clean()
        if self.visibility == Visibility.PUBLIC:
            if self.parent is not None and not self.parent.is_public:
                raise ValidationError({"visibility": _MORE_VISIBLE})
        elif self.pk and any(child.visibility == Visibility.PUBLIC for child in self.children()):
            raise ValidationError(
                {
                    "visibility": _(
                        "Something that belongs to it is public. Make that internal first."
                    )
                }
            )
        elif self.pk and self._is_named_in_public():
            raise ValidationError(
                {"visibility": _("Something public names it. Make that internal first.")}
            )

    def _is_named_in_public(self) -> bool:
        naming = (
            (link.related_model, link.field.name)
            for link in self._meta.related_objects
            if issubclass(link.related_model, Kept) and link.field.name in link.related_model.names
        )
        return any(
            model.objects.filter(
                **{name: self, model.visibility_path(): Visibility.PUBLIC}
            ).exists()
            for model, name in naming
        )


class Part(Kept):
    """A row that belongs to a record and is journalled with it."""

    part_of: ClassVar[str]

    class Meta(Kept.Meta):
        abstract = True

    def save(self, *args: Any, **kwargs: Any) -> None:
        for row in type(self).objects.filter(pk=self.pk).exclude(**{self.part_of: self.whole}):
            for record in row.roots():  # it moves: what it leaves has changed, too
                journal.touch(record)
        super().save(*args, **kwargs)

    @classmethod
    def visibility_path(cls) -> str:
        return f"{cls.part_of}__visibility"

    @property
    def whole(self) -> Kept:
        """The row this one is a part of."""
        return getattr(self, self.part_of)

    def roots(self) -> Iterable[Record]:
        return self.whole.roots()


class Attachment(Part):
    """A document that goes with a record; what is not at hand as a file is named all the same."""

    order = models.PositiveSmallIntegerField(_("order"), default=1)
    title = models.CharField(_("title"), max_length=300)
    file = models.FileField(_("file"), upload_to="documents/%Y/", blank=True)
    visibility = models.CharField(
        _("visibility"), max_length=10, choices=Visibility, default=Visibility.INTERNAL
    )

    class Meta(Kept.Meta):
        abstract = True

    def __str__(self) -> str:
        return self.title

    @property
    def is_public(self) -> bool:
        """True when anyone may see it; never where what it belongs to is hidden."""
        return self.visibility == Visibility.PUBLIC and self.whole.is_public

    def clean(self) -> None:
        super().clean()
        if self.visibility == Visibility.PUBLIC and not self.whole.is_public:
            raise ValidationError({"visibility": _MORE_VISIBLE})
