"""A document of which every version is kept."""

import uuid
from typing import Any, ClassVar, Self, cast

from django.db import models
from django.db.models import Exists, Max, OuterRef, prefetch_related_objects
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from records import change
from records.papers.attachment import Attachment, AttachmentQuerySet
from records.papers.fields import PaperField


class VersionedPaperQuerySet(AttachmentQuerySet):
    def current(self) -> Self:
        """The last version of each document."""
        newer = self.model._base_manager.filter(
            series=OuterRef("series"), version__gt=OuterRef("version")
        )
        return self.filter(~Exists(newer))


class VersionedPaper(Attachment):
    """A document with a file; another file for it is a new row, and the earlier one stays.

    The rows of one document share `series`. Who may read them is decided for all of them at once,
    by the last: `shared_fields` are those that the earlier versions take over from it.
    """

    file = PaperField(_("file"), upload_to="documents/%Y/")
    series = models.UUIDField(_("series"), default=uuid.uuid4, editable=False)
    version = models.PositiveSmallIntegerField(_("version"), default=1, editable=False)
    uploaded_at = models.DateTimeField(_("handed in at"), null=True, editable=False)
    uploaded_by = models.CharField(_("handed in by"), max_length=150, blank=True, editable=False)

    objects = VersionedPaperQuerySet.as_manager()  # type: ignore[misc]  # richer than the base's

    shared_fields: ClassVar[tuple[str, ...]] = ("visibility",)

    class Meta(Attachment.Meta):
        abstract = True
        ordering = ["order", "series", "version"]
        constraints = [
            models.UniqueConstraint(
                fields=["series", "version"], name="%(app_label)s_%(class)s_version_is_used_once"
            ),
        ]

    def save(self, *args: Any, **kwargs: Any) -> None:
        if self._has_another_file():
            self._become_next_version()
        if self.uploaded_at is None:
            self.uploaded_at = timezone.now()
            self.uploaded_by = change.require_open().actor
        super().save(*args, **kwargs)
        self._share_with_earlier()

    @property
    def earlier(self) -> list[Self]:
        """The versions before this one, the newest first; one query for all papers of an owner."""
        if self.version == 1:
            return []
        link = cast(models.ForeignKey, self._meta.get_field(self.part_of))
        name = cast(str, link.remote_field.get_accessor_name())
        prefetch_related_objects([self.owner], name)
        versions = (row for row in self.owner.rows_of(name) if row.series == self.series)
        before = [row for row in versions if row.version < self.version]
        return sorted(before, key=lambda row: row.version, reverse=True)

    def delete_with_versions(self) -> None:
        """Delete all versions of the document; the journal keeps what they were."""
        for row in self._versions().order_by("-version"):
            row.delete()

    def _versions(self) -> models.QuerySet:
        return type(self)._base_manager.filter(series=self.series)

    def _has_another_file(self) -> bool:
        if self._state.adding:
            return False
        kept = type(self)._base_manager.filter(pk=self.pk).values_list("file", flat=True).first()
        return bool(kept) and kept != self.file.name

    def _become_next_version(self) -> None:
        last = self._versions().aggregate(last=Max("version"))["last"] or 0
        self.pk, self.uid, self.uploaded_at = None, uuid.uuid4(), None
        self.version, self._state.adding = last + 1, True

    def _share_with_earlier(self) -> None:
        """Let the versions before this one be read by the same people."""
        shared = {name: getattr(self, name) for name in self.shared_fields}
        before = self._versions().filter(version__lt=self.version)
        for row in before.exclude(**shared):
            for name, value in shared.items():
                setattr(row, name, value)
            row.save()
