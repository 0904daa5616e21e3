"""Corrections of public records, announced on the form on which they are made."""

from collections.abc import Sequence
from typing import Any

from django.contrib import admin
from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils import timezone, translation
from django.utils.translation import gettext as _

from records.admin.forms import OF_A_CORRECTION
from records.admin.history import day_words
from records.base import Record, with_parts
from records.corrections import Correction, announce
from records.history import (
    Difference,
    Form,
    Step,
    Words,
    differences,
    entries_of,
    page_words,
    readable_form,
    right_for,
)
from records.journal import REASON_FIELD
from records.lists import opened


class CorrectionsAdmin(admin.ModelAdmin):
    """Lets those who may publish a record say with a change that it is a correction."""

    def may_announce(self, request: HttpRequest, record: Record | None) -> bool:
        """Return True if the record can be corrected in public by this user."""
        if record is None or not record.is_public:
            return False
        return request.user.has_perm(right_for(Step.PUBLISH, record))

    def get_fieldsets(self, request: HttpRequest, obj: Any = None) -> Any:
        found = super().get_fieldsets(request, obj)
        if not self.may_announce(request, obj):
            return found
        return [
            (title, {**options, "fields": [*options["fields"], *OF_A_CORRECTION]})
            if REASON_FIELD in options["fields"]
            else (title, options)
            for title, options in found
        ]

    def render_change_form(
        self, request: HttpRequest, context: dict[str, Any], *args: Any, **kwargs: Any
    ) -> HttpResponse:
        record: Any = context.get("original")
        if self.may_announce(request, record):
            found = Correction.objects.of_records(type(record), [record.uid])
            route = f"{self.admin_site.name}:withdraw_correction"
            ways = [
                (_("Take back a correction (%(day)s)") % {"day": day}, reverse(route, args=[pk]))
                for pk, day in ((one.pk, self._day(one)) for one in found)
            ]
            context["tools"] = [*context.get("tools", ()), *ways]
        return super().render_change_form(request, context, *args, **kwargs)

    def _day(self, correction: Correction) -> str:
        return day_words(self.admin_site)(correction.corrected_on)

    def save_related(self, request: HttpRequest, form: Any, formsets: Any, change: bool) -> None:
        record = form.instance
        announces = form.cleaned_data.get("announces") and self.may_announce(request, record)
        last = entries_of(record).first() if announces else None
        before = readable_form(last) if last else None
        super().save_related(request, form, formsets, change)
        if not announces:
            return
        with translation.override("ja"):
            after = with_parts(type(record)).get(pk=record.pk)
            lines = self._in_public(type(record), before, after.canonical())
            told = [(one.label, one.old, one.new) for one in lines]
            announce(after, told, form.cleaned_data["correction_words"], timezone.now())

    def _in_public(
        self, model: type[Record], before: Form | None, after: Form
    ) -> Sequence[Difference]:
        """What differs of all that anyone may know, in words for anyone."""
        site: Any = self.admin_site
        open_fields = site.open_fields().get(model) if hasattr(site, "open_fields") else None
        if before is None or not open_fields:
            return ()
        old, new = (opened(dict(form), open_fields | {"uid"}) for form in (before, after))
        words = page_words(model, [old, new], None, Words(day=day_words(self.admin_site)))
        return differences(model, old, new, words)
