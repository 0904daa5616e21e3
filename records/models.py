"""The journal's tables; everything else in this room is abstract."""

import json
from typing import Any, Self

from django.db import models
from django.utils.translation import gettext_lazy as _

from records import chain


class JournalHead(models.Model):
    """The chain's last link, one row; whoever appends holds its lock."""

    sequence = models.PositiveBigIntegerField(default=0)
    hash = models.CharField(max_length=64, default=chain.GENESIS)

    class Meta:
        default_permissions = ()

    def __str__(self) -> str:
        return f"{self.sequence}:{self.hash}"

    @classmethod
    def lock(cls) -> Self:
        """The head, locked until the transaction ends, so that entries never interleave."""
        cls.objects.get_or_create(pk=1)
        return cls.objects.select_for_update().get(pk=1)


class JournalEntry(models.Model):
    """One touched aggregate in one change: who, when, why, and its whole form afterwards."""

    class Action(models.TextChoices):
        CREATE = "create", _("created")
        CHANGE = "change", _("changed")
        DELETE = "delete", _("deleted")

    sequence = models.PositiveBigIntegerField(_("sequence"), unique=True)
    at = models.DateTimeField(_("time"))
    actor = models.CharField(_("actor"), max_length=200)
    reason = models.TextField(_("reason"), blank=True)
    action = models.CharField(_("action"), max_length=10, choices=Action)
    record_type = models.CharField(_("kind of record"), max_length=100)
    record_id = models.BigIntegerField()
    record_uid = models.UUIDField()
    schema = models.PositiveSmallIntegerField()
    payload = models.TextField()
    salt = models.CharField(max_length=32)
    digest = models.CharField(max_length=64)
    previous_hash = models.CharField(max_length=64, unique=True)
    hash = models.CharField(max_length=64, unique=True)

    class Meta:
        verbose_name = _("journal entry")
        verbose_name_plural = _("journal entries")
        ordering = ["sequence"]
        default_permissions = ("view",)
        indexes = [
            models.Index(fields=["record_type", "record_id", "sequence"], name="journal_by_record"),
        ]

    def __str__(self) -> str:
        return f"{self.sequence} {self.action} {self.record_type} {self.record_uid}"

    def facts(self) -> list[Any]:
        """What the hash covers, in order, after the previous hash."""
        at = chain.utc_text(self.at)
        who = [self.sequence, at, self.actor, self.reason]
        return [*who, self.action, self.record_type, str(self.record_uid), self.schema, self.digest]

    def says(self, canonical: dict[str, Any]) -> bool:
        """True when this entry already holds `canonical`, whatever its version number."""
        if self.action == self.Action.DELETE:
            return False
        held = json.loads(self.payload)
        return held | {"version": None} == canonical | {"version": None}

    def deletion(self) -> Self:
        """A new entry saying that this entry's record is gone."""
        return type(self)(
            action=self.Action.DELETE,
            record_type=self.record_type,
            record_id=self.record_id,
            record_uid=self.record_uid,
            schema=self.schema,
            payload=chain.payload_text(None),
        )
