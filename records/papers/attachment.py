"""A document that goes with a record."""

from typing import Any, ClassVar, Self, cast

from django.core.exceptions import ValidationError
from django.db import models
from django.utils.translation import gettext_lazy as _

from records.base import MORE_VISIBLE, GuardedQuerySet, Part, Record, Visibility, sees_internal
from records.papers.paper import Paper

STAYS_INTERNAL = _("Such papers stay internal.")


class AttachmentQuerySet(GuardedQuerySet):
    def readable_by(self, user: Any) -> Self:
        """Documents that `user` may read: of records that are visible, and not hidden themselves.

        An internal one is for those who may read all records of its kind, or the past of its own.
        """
        name = self.model.part_of
        kind = cast(type[Record], self.model._meta.get_field(name).related_model)
        seen = self.filter(**{f"{name}__in": kind.objects.visible_to(user)})
        if sees_internal(user, kind):
            return seen
        with_past = models.Q(**{f"{name}__in": kind.objects.with_history_for(user)})
        return seen.filter(models.Q(visibility=Visibility.PUBLIC) | with_past)


class Attachment(Paper, Part):
    """A document that goes with a record; what is not at hand as a file is named all the same."""

    order = models.PositiveSmallIntegerField(_("order"), default=1)
    title = models.CharField(_("title"), max_length=300)
    visibility = models.CharField(
        _("visibility"), max_length=10, choices=Visibility, default=Visibility.INTERNAL
    )

    objects = AttachmentQuerySet.as_manager()  # type: ignore[misc]  # a richer one than the base's

    # False for a kind of document that stays internal, whatever it belongs to.
    meant_for_public: ClassVar[bool] = True

    class Meta(Paper.Meta):
        abstract = True

    def __str__(self) -> str:
        return self.title

    @property
    def is_public(self) -> bool:
        """True when anyone may see it; never where what it belongs to is hidden."""
        is_open = self.visibility == Visibility.PUBLIC and self.meant_for_public
        return is_open and self.owner.is_public

    def clean(self) -> None:
        super().clean()
        if self.visibility != Visibility.PUBLIC:
            return
        if not self.meant_for_public:
            raise ValidationError({"visibility": STAYS_INTERNAL})
        if not self.owner.is_public:
            raise ValidationError({"visibility": MORE_VISIBLE})
