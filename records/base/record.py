"""A record: its life, its visibility, and who may see it."""

from collections.abc import Iterable, Mapping
from datetime import date
from typing import Any, ClassVar, Self, cast

from django.core.exceptions import ValidationError
from django.db import models
from django.utils.translation import gettext_lazy as _

from records.base import access
from records.base.journalled import GuardedQuerySet, JournalledModel
from records.base.states import MORE_VISIBLE, Life, Visibility
from records.base.upgrades import Upgrade
from records.storage import RowLoader


class RecordQuerySet(GuardedQuerySet):
    def visible_to(self, user: Any, at: date | None = None) -> Self:
        """Rows that `user` may see on the day `at`, today by default; None is anyone."""
        return self.filter(access.readable(self.model, user, at))

    def with_history_for(self, user: Any, at: date | None = None) -> Self:
        """Rows that `user` may also see as they were before."""
        past = access.with_readable_past(self.model, user, at)
        return self.visible_to(user, at).filter(past)

    def listed_for(self, user: Any, at: date | None = None) -> Self:
        """Rows that `user` may see and that are not withdrawn."""
        return self.visible_to(user, at).filter(access.current(self.model, user))

    def with_rules(self) -> Self:
        """With what their rules look at beside themselves, in a constant number of queries."""
        return self

    def awaiting_approval(self) -> Self:
        """Drafts: somebody has to decide on them."""
        return self.filter(life=Life.DRAFT)

    def awaiting_publication(self) -> Self:
        """Approved and not yet public, of the kinds that are meant to be."""
        if not self.model.meant_for_public:
            return self.none()
        return self.filter(life=Life.REGISTERED, visibility=Visibility.INTERNAL)

    def current(self) -> Self:
        """Without withdrawn records."""
        return self.exclude(life=Life.WITHDRAWN)


class Record(JournalledModel):
    """Something the agency answers for: internal until published, never simply gone."""

    visibility = models.CharField(
        _("visibility"), max_length=10, choices=Visibility, default=Visibility.INTERNAL
    )
    life = models.CharField(
        _("state of the record"), max_length=10, choices=Life, default=Life.DRAFT
    )
    document_number = models.CharField(
        _("document number"),
        max_length=50,
        blank=True,
        help_text=_("Of the document that this record rests on, where it has one: 監第12号"),
    )
    decision_number = models.CharField(
        _("decision number"),
        max_length=50,
        blank=True,
        help_text=_("Of the decision that approves this record; approval asks for it: 決裁第12号"),
    )
    version = models.PositiveIntegerField(_("version"), default=0, editable=False)
    changed_at = models.DateTimeField(_("changed at"), null=True, editable=False)

    objects = RecordQuerySet.as_manager()  # type: ignore[misc]  # a richer one than the base's

    # The number of the canonical form's shape, and for each older number the pure step that turns
    # a form of that shape into one of the next: docs/journal.md, "When a field comes or goes".
    schema: ClassVar[int] = 1
    upgrades: ClassVar[Mapping[int, Upgrade]] = {}
    # How lists and calendars read records of this kind, where there are many; None is as usual.
    row_loader: ClassVar[RowLoader | None] = None
    # False for a kind that stays internal by its nature: nothing of it awaits publication.
    meant_for_public: ClassVar[bool] = True
    # False for a kind of which nothing can be published, by nobody; then no stage of it is told.
    may_be_public: ClassVar[bool] = True
    # False for what is so as soon as it is saved: it is not drafted, approved nor published.
    takes_steps: ClassVar[bool] = True
    # What addresses and subscribed feeds are made of: it stays once anyone could know it.
    fixed_once_public: ClassVar[tuple[str, ...]] = ()
    # The lookup of the fiscal year after which its retention runs; "" is for what is kept as long
    # as anything rests on it.
    fiscal_year_lookup: ClassVar[str] = ""
    # Links of provenance, which end when the record that they name is disposed of.
    loose_links: ClassVar[tuple[str, ...]] = ()
    # How long the journal keeps a superseded state (保存期間), in years; None is for ever.
    retention_years: ClassVar[int | None] = 10
    derived: ClassVar[frozenset[str]] = JournalledModel.derived | {"changed_at"}
    # Only the journal writes these; a stale copy of the record must not set them back.
    kept_by_journal: ClassVar[frozenset[str]] = frozenset({"version", "changed_at"})

    class Meta(JournalledModel.Meta):
        abstract = True
        default_permissions = ("add", "change", "delete", "view", "approve", "publish")
        constraints = [
            models.CheckConstraint(
                name="%(app_label)s_%(class)s_draft_is_internal",
                condition=~models.Q(visibility=Visibility.PUBLIC, life=Life.DRAFT),
                violation_error_message=_("A draft cannot be published. Please approve it first."),
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

    @classmethod
    def open_to_anyone(cls) -> models.Q:
        """The records of this kind that anyone may see."""
        return models.Q(visibility=Visibility.PUBLIC) & ~models.Q(life=Life.DRAFT)

    @classmethod
    def object_scope(cls, user: Any, at: date | None) -> access.ObjectScope:
        """Records that `user`, without a right to all of this kind, may read for another reason."""
        return access.ObjectScope()

    def roots(self) -> Iterable["Record"]:
        return (self,)

    def children(self) -> Iterable["Record"]:
        """Records that must not be more visible than this one."""
        return ()

    def lacks(self) -> str:
        """A sentence on what approval asks for and is missing; empty where nothing is."""
        return ""

    def lacks_for_public(self) -> str:
        """A sentence on what publication asks for and is missing; empty where nothing is."""
        return ""

    @property
    def full_name(self) -> str:
        """Its name, with what tells it from others of the same name."""
        return str(self) or str(self._meta.verbose_name)

    def kept_because(self) -> str:
        """A sentence on why it must not be disposed of yet, whatever its age; empty if it may."""
        return ""

    def dispose(self) -> None:
        """Delete it at the end of its retention, which nothing but `records.disposal` does."""
        self.delete()

    def clean(self) -> None:
        super().clean()
        if self.visibility == Visibility.PUBLIC:
            if self.parent is not None and not self.parent.is_public:
                raise ValidationError({"visibility": MORE_VISIBLE})
        elif self.pk and any(child.visibility == Visibility.PUBLIC for child in self.children()):
            raise ValidationError(
                {
                    "visibility": _(
                        "Something that belongs to it is published. Please unpublish that first."
                    )
                }
            )
        elif self.pk and self._is_named_in_public():
            raise ValidationError(
                {"visibility": _("Something published names it. Please unpublish that first.")}
            )

    def _is_named_in_public(self) -> bool:
        naming = (
            (model, link.field.name)
            for link in self._meta.related_objects
            for model in [cast(type[Any], link.related_model)]
            if issubclass(model, JournalledModel) and link.field.name in model.names
        )
        return any(
            model.objects.filter(
                **{name: self, model.visibility_path(): Visibility.PUBLIC}
            ).exists()
            for model, name in naming
        )


def knows_of(user: Any, model: type[Record]) -> bool:
    """Return True if `user` (None is anyone) may know that records of this kind are kept.

    Of a kind that stays internal by its nature only those know who may read one, or all of it.
    """
    is_told = model.meant_for_public or access.sees_internal(user, model)
    return is_told or model.objects.visible_to(user).exists()


def sees_history(user: Any, record: Record, at: date | None = None) -> bool:
    """Return True if `user` may read what `record` was before, on the day `at`."""
    return type(record).objects.with_history_for(user, at).filter(pk=record.pk).exists()


def sees_past_of(user: Any, model: type[Record], at: date | None = None) -> bool:
    """Return True if there is any record of this kind whose history `user` may read."""
    return access.writes(user, model) or model.objects.with_history_for(user, at).exists()
