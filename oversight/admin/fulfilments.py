"""Records linked to a duty by hand: found by words, by their uid, or by their page's address."""

from collections.abc import Mapping, Sequence
from typing import Any, ClassVar, cast

from django import forms
from django.contrib import admin
from django.contrib.admin.widgets import AutocompleteSelect
from django.core.exceptions import ValidationError
from django.forms import BaseInlineFormSet
from django.http import HttpRequest, QueryDict
from django.urls import reverse
from django.utils.functional import cached_property
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from oversight.linking import meant, names, sent_names
from oversight.models import Fulfilment
from records.admin import PartForm, PartFormSet, PartInline
from records.base import Life

NOT_REGISTERED = _("“%(record)s” is not registered, and only a registered record meets a duty.")
PASTED = _("the address of its page, or its uid")


class RecordSelect(AutocompleteSelect):
    """A search over all records that can meet a duty; without scripts, a field to paste into."""

    with_pasting = (
        '{}<noscript><input type="text" name="{}" aria-label="{}" placeholder="{}"></noscript>'
    )

    def __init__(self) -> None:
        super().__init__(Fulfilment._meta.get_field("record_uid"), admin.site)
        self.known: Mapping[str, str] = {}

    def get_url(self) -> str:
        return reverse("admin:oversight_duty_records")

    def optgroups(
        self, name: str, value: Sequence[str], attr: dict[str, Any] | None = None
    ) -> list[tuple[str | None, list[dict[str, Any]], int | None]]:
        chosen = next(filter(None, value), "")
        options = [self.create_option(name, "", "", not chosen, 0)]
        if chosen:
            text = self.known.get(chosen, chosen)
            options.append(self.create_option(name, chosen, text, True, 1))
        return [(None, options, 0)]

    def value_from_datadict(self, data: Any, files: Any, name: str) -> str:
        """What was pasted, else what was chosen."""
        sent = (text.strip() for text in reversed(data.getlist(name)))
        return next(filter(None, sent), "")

    def render(
        self, name: str, value: Any, attrs: dict[str, Any] | None = None, renderer: Any = None
    ) -> SafeString:
        select = super().render(name, value, attrs, renderer)
        return format_html(self.with_pasting, select, name, PASTED, PASTED)


class RecordField(forms.CharField):
    """A record, told by its uid or by the address of its page."""

    widget = RecordSelect


class FulfilmentForm(PartForm):
    """A period, and the record that met the duty in it. `reader` is whoever fills it in."""

    reader: ClassVar[Any] = None

    record = RecordField(
        label=pgettext_lazy("of a duty", "record"),
        help_text=_("Words, a date or a department; or the address of its page, or its uid."),
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if self.instance.record_uid:
            self.initial["record"] = str(self.instance.record_uid)

    def clean_record(self) -> str:
        """The uid of the record that is meant; the row takes its kind and its uid."""
        text = self.cleaned_data["record"]
        if "record" not in self.changed_data:
            return text
        record = meant(text, self.reader)
        if record is None:
            raise ValidationError(_("There is no such record. Please search for it by its name."))
        if record.life != Life.REGISTERED:
            raise ValidationError(NOT_REGISTERED, params={"record": record.full_name})
        self.instance.record_type = record._meta.label_lower
        self.instance.record_uid = record.uid
        return str(record.uid)

    def _get_validation_exclusions(self) -> set[str]:
        """All that the row keeps is checked, though the form asks for it as one."""
        excluded = super()._get_validation_exclusions()  # type: ignore[misc]  # the stubs lack it
        return excluded - {"record_type", "record_uid"}


class FulfilmentFormSet(PartFormSet):
    """Links of a duty, with the names of their records."""

    def add_fields(self, form: Any, index: int | None) -> None:
        super().add_fields(form, index)
        form.fields["record"].widget.known = self.names

    @cached_property
    def names(self) -> Mapping[str, str]:
        """What the records of its rows are called, by what each row names them by."""
        reader = self.form.reader
        return names(self.get_queryset(), reader) | sent_names(self._sent(), reader)

    def _sent(self) -> set[str]:
        """What was sent in its rows."""
        data = cast(QueryDict, self.data)
        sent = (data.getlist(name) for name in data if name.endswith("-record"))
        return {text.strip() for texts in sent for text in texts if text.strip()}


class FulfilmentInline(PartInline):
    model = Fulfilment
    form = FulfilmentForm
    formset = FulfilmentFormSet
    fields = ["period", "record"]
    is_duplicated = False

    def get_formset(
        self, request: HttpRequest, obj: Any = None, **kwargs: Any
    ) -> type[BaseInlineFormSet]:
        formset = super().get_formset(request, obj, **kwargs)
        cast(Any, formset.form).reader = request.user
        return formset
