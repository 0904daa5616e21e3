"""The journal's tables; everything else in this room is abstract.

Entries are never altered nor deleted, which triggers enforce (`records.journal.triggers`). What an
entry says of its record stands in a table of its own, so that it can be disposed of when its
retention ends.
"""

import json
import secrets
from datetime import date
from typing import Any, Self

from django.apps import apps
from django.db import models
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from records.journal import chain


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

    @classmethod
    def current(cls) -> Self:
        """The head as it stands; that of an empty journal where nothing was ever kept."""
        return cls.objects.filter(pk=1).first() or cls(pk=1)


class JournalEntryQuerySet(models.QuerySet["JournalEntry"]):
    def with_payloads(self) -> Self:
        """With their payloads, in the same query."""
        return self.select_related("kept")

    def last_of(self, record_type: str, keys: list[int]) -> "dict[int, JournalEntry]":
        """The last entry of each of these records, by the record's key, with its payload."""
        of_these = self.filter(record_type=record_type, record_id__in=keys)
        last = of_these.order_by().values("record_id").annotate(last=models.Max("sequence"))
        entries = self.with_payloads().filter(sequence__in=last.values("last"))
        return {entry.record_id: entry for entry in entries}


class JournalEntry(models.Model):
    """One touched aggregate in one change: who, when, why, and its whole form afterwards."""

    class Action(models.TextChoices):
        CREATE = "create", _("created")
        CHANGE = "change", _("changed")
        DELETE = "delete", _("deleted")
        DISPOSE = "dispose", _("old payloads disposed of")
        EXPORT = "export", _("handed over")
        SEAL = "seal", _("dates of disposal sealed")
        INTAKE = "intake", _("taken in as it stood")

    format = models.PositiveSmallIntegerField(_("format"))
    sequence = models.PositiveBigIntegerField(_("sequence"), unique=True)
    at = models.DateTimeField(_("time"))
    actor = models.CharField(_("actor"), max_length=200)
    on_behalf_of = models.CharField(
        _("on behalf of"), max_length=200, blank=True, default="", db_default=""
    )
    request = models.CharField(_("request"), max_length=64, blank=True)
    reason = models.TextField(_("reason"), blank=True)
    action = models.CharField(_("action"), max_length=10, choices=Action)
    record_type = models.CharField(_("kind of record"), max_length=100)
    record_id = models.BigIntegerField()
    record_uid = models.UUIDField(_("record's ID"))
    schema = models.PositiveSmallIntegerField(_("number of the form's shape"))
    digest = models.CharField(_("digest of the form"), max_length=64)
    retain_until = models.DateField(_("must be kept until"), null=True, blank=True)
    previous_hash = models.CharField(_("hash of the entry before"), max_length=64, unique=True)
    hash = models.CharField(_("hash"), max_length=64, unique=True)

    objects = JournalEntryQuerySet.as_manager()

    class Meta:
        verbose_name = _("journal entry")
        verbose_name_plural = _("journal entries")
        ordering = ["sequence"]
        default_permissions = ("view",)
        permissions = [("read_history", "Can read the history of whatever is open to the account")]
        indexes = [
            models.Index(fields=["record_type", "record_id", "sequence"], name="journal_by_record"),
        ]

    def __str__(self) -> str:
        return f"{self.sequence} {self.get_action_display()} {self.record_uid}"

    @property
    def who(self) -> str:
        """Who acted, and for whom where that was as a deputy, in the active language."""
        if not self.on_behalf_of:
            return self.actor
        return gettext("%(actor)s (for %(person)s)") % {
            "actor": self.actor,
            "person": self.on_behalf_of,
        }

    @property
    def payload(self) -> str:
        """The text that was digested; empty once it is disposed of."""
        return self.kept.text if hasattr(self, "kept") else ""

    @property
    def salt(self) -> str:
        """The payload's salt, 32 hexadecimal digits; empty once it is disposed of."""
        return self.kept.salt if hasattr(self, "kept") else ""

    def facts(self) -> list[Any]:
        """The facts that the hash covers, in order, after the previous hash."""
        at, uid = chain.utc_text(self.at), str(self.record_uid)
        if self.format == 1:
            who = [self.sequence, at, self.actor, self.reason, self.action]
            return [*who, self.record_type, uid, self.schema, self.digest]
        who = [at, self.actor, self.request, self.reason, self.action]
        content = [*who, self.record_type, self.record_id, uid, self.schema, self.digest]
        if self.format >= chain.DATED_SINCE:
            until = self.retain_until and self.retain_until.isoformat()
            content = [*content[:2], self.on_behalf_of, *content[2:], until]
        shown = content if self.format == 2 else [chain.seal(content)]
        return [self.format, self.sequence, *shown]

    def as_plain(self) -> dict[str, Any]:
        """All that it says, as plain data; salt and payload are None once disposed of."""
        is_kept = hasattr(self, "kept")
        facts = {
            "format": self.format,
            "sequence": self.sequence,
            "at": chain.utc_text(self.at),
            "actor": self.actor,
            "request": self.request,
            "reason": self.reason,
            "action": self.action,
            "record_type": self.record_type,
            "record_id": self.record_id,
            "record_uid": str(self.record_uid),
            "schema": self.schema,
            "digest": self.digest,
            "salt": self.salt if is_kept else None,
            "payload": self.payload if is_kept else None,
        }
        if self.format >= chain.DATED_SINCE:
            until = self.retain_until and self.retain_until.isoformat()
            facts |= {"on_behalf_of": self.on_behalf_of, "retain_until": until}
        return facts

    def holding(self, payload: dict[str, Any] | None, until: date | None) -> Self:
        """Itself, new, with what it says and the last day on which that must be kept."""
        self.retain_until, text = until, chain.payload_text(payload)
        JournalPayload(entry=self, salt=secrets.token_hex(16), text=text, retain_until=until)
        return self

    def form(self) -> dict[str, Any] | None:
        """The canonical form it holds, as today's schema writes it.

        None for a deletion and where the payload is disposed of. Raises `LookupError` where the
        kind of record is gone, or this program knows no way from that schema.
        """
        held: dict[str, Any] | None = json.loads(self.payload or "null")
        if held:
            held = apps.get_model(self.record_type).upgraded(held, self.schema)
        return held

    def says(self, canonical: dict[str, Any]) -> bool:
        """True when this entry already holds `canonical`, whatever its version number."""
        held = self.form()
        return held is not None and held | {"version": None} == canonical | {"version": None}

    def deletion(self) -> Self:
        """A new entry saying that this entry's record is gone."""
        return type(self)(
            action=self.Action.DELETE,
            record_type=self.record_type,
            record_id=self.record_id,
            record_uid=self.record_uid,
            schema=self.schema,
        )


class JournalPayload(models.Model):
    """The canonical form of an entry, and its salt; both go when the retention ends.

    `retain_until` is the last day on which it must be kept; None is for ever. The entry has it too,
    inside its hash: this one is what disposal looks for, and must be the same.
    """

    entry = models.OneToOneField(
        JournalEntry, on_delete=models.PROTECT, primary_key=True, related_name="kept"
    )
    salt = models.CharField(max_length=32)
    text = models.TextField()
    retain_until = models.DateField(null=True, db_index=True)

    class Meta:
        verbose_name = _("payload of a journal entry")
        verbose_name_plural = _("payloads of journal entries")
        default_permissions = ()

    def __str__(self) -> str:
        return f"{self.entry_id}"
