"""Forms that ask why, number rows left without a number, and name what two rows break."""

from collections import defaultdict
from collections.abc import Callable, Hashable, Sequence
from typing import Any, ClassVar, cast

from django import forms
from django.core.exceptions import ValidationError
from django.db import models
from django.utils.translation import gettext_lazy as _

from records.admin.reason import RecordReasonField
from records.admin.widgets import remember_choices
from records.base import (
    BasePartFormSet,
    JournalledModel,
    Life,
    Visibility,
    one_kind_of_line_break,
    validate_text,
)
from records.corrections import LONGEST_WORDS
from records.journal import REASON_FIELD

_REMOVED = _("Please say under “reason for the change” why a paper is removed.")
OF_A_CORRECTION = ("announces", "correction_words")


class OfficeForm(forms.ModelForm):
    """A form of a kept row, which may be wrong in something that the form does not ask."""

    def add_error(self, field: str | None, error: Any) -> None:
        """Show an error of a field that is not here at the form's head."""
        if field is not None or not hasattr(error, "error_dict"):
            super().add_error(field, error)
            return
        for name, errors in error.error_dict.items():
            super().add_error(name if name in self.fields else None, errors)


class RecordForm(OfficeForm):
    """A record's form with the reason for the change, which goes to the journal.

    `changes_public_rows` is how its admin tells whether the page's other forms do.
    """

    change_reason = RecordReasonField(
        help_text=_(
            "Kept in the journal, with your name and the time. Needed whenever something "
            "published changes."
        )
    )
    announces = forms.BooleanField(
        label=_("announce as a correction"),
        required=False,
        help_text=_(
            "The record's page, the front page and calendars then say what was wrong, what is "
            "right, and since when."
        ),
    )
    correction_words = forms.CharField(
        label=_("words for the public"),
        required=False,
        max_length=LONGEST_WORDS,
        widget=forms.Textarea(attrs={"rows": 2}),
        help_text=_(
            "Why, as anyone may read it: 開催日の転記を誤っていました。 "
            "The reason above stays internal."
        ),
    )
    changes_public_rows: Callable[[], bool] = staticmethod(lambda: False)
    may_announce: ClassVar[bool] = False

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if not self.may_announce:
            for name in OF_A_CORRECTION:
                self.fields.pop(name, None)
        if self.instance.pk and REASON_FIELD in self.fields:
            self.fields[REASON_FIELD].required = belongs_to_public(self.instance)

    def clean(self) -> dict[str, Any]:
        super().clean()
        cleaned = self.cleaned_data
        is_given = cleaned.get(REASON_FIELD) or REASON_FIELD in self.errors
        if not is_given and (changes_public(self) or self.changes_public_rows()):
            text = _("This record is published. Please say why it is changed.")
            self.add_error(REASON_FIELD, ValidationError(text, code="reason"))
        if cleaned.get("announces"):
            self._check_correction(cleaned)
        return cleaned

    def _check_correction(self, cleaned: dict[str, Any]) -> None:
        """Refuse an announcement without words, and one of nothing."""
        words = one_kind_of_line_break(cleaned.get("correction_words", "")).strip()
        cleaned["correction_words"] = words
        try:
            validate_text(words, multiline=True)
        except ValidationError as error:
            self.add_error("correction_words", error)
        if not words and "correction_words" not in self.errors:
            text = _("Please say in words for the public what was corrected and why.")
            self.add_error("correction_words", ValidationError(text, code="words"))
        if not (self.has_changed() or self.changes_public_rows()):
            text = _("Nothing is changed, so there is no correction to announce.")
            self.add_error("announces", ValidationError(text, code="nothing"))

    @property
    def changed_data(self) -> list[str]:
        """A reason alone changes nothing, nor does an announcement."""
        aside = {REASON_FIELD, *OF_A_CORRECTION}
        return [name for name in super().changed_data if name not in aside]


def changes_public(form: forms.ModelForm) -> bool:
    """True where `form` changes a row that is public or belongs to something public."""
    return form.has_changed() and belongs_to_public(form.instance)


def belongs_to_public(row: JournalledModel) -> bool:
    """True for a public record and for a part of one."""
    return any(root.visibility == Visibility.PUBLIC for root in row.roots())


class PartForm(OfficeForm):
    """One row of an inline."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        remember_choices(self)


class PaperForm(PartForm):
    """A document with a file.

    `may_publish` says that the sender may publish the record; `sender` is the sender's key: a
    chosen file is there again when the form is sent back.
    """

    may_publish: ClassVar[bool] = False
    sender: ClassVar[int | None] = None

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["file"].widget.sender = self.sender

    def clean(self) -> dict[str, Any]:
        super().clean()
        cleaned = self.cleaned_data
        is_public = cleaned.get("visibility") == Visibility.PUBLIC
        publishes = is_public and {"visibility", "file"} & set(self.changed_data)
        if publishes and not self.may_publish:
            text = _("Only those who may publish the record can publish a document.")
            self.add_error("visibility", ValidationError(text, code="right"))
        return cleaned


class AttachmentForm(PaperForm):
    """A document, with its file unless it is said that there is none."""

    named_only = forms.BooleanField(
        label=_("named only"),
        required=False,
        help_text=_("There is no file of it: its name alone is kept."),
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        is_kept = not self.instance._state.adding
        self.fields["named_only"].initial = is_kept and not self.instance.file

    def clean(self) -> dict[str, Any]:
        super().clean()
        cleaned = self.cleaned_data
        is_missing = "file" in cleaned and not cleaned["file"] and cleaned["file"] is not False
        if is_missing and not cleaned.get("named_only"):  # False is one that was taken away
            text = _("Please choose the file, or say that the document is named only.")
            self.add_error("file", ValidationError(text, code="file"))
        return cleaned


class PartFormSet(BasePartFormSet):
    """Rows of one whole. Those left without a number get the next one.

    `needs_one` is what is said where the whole makes no sense without a row.
    """

    number_field: ClassVar[str] = "order"
    needs_one: ClassVar[Any] = ""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.extra = max(self.extra, len(kwargs.get("initial") or ()))  # Django shows no more

    def add_fields(self, form: forms.ModelForm, index: int | None) -> None:
        super().add_fields(form, index)
        number = form.fields.get(self.number_field)
        if number is not None:
            number.required = False
            if form.instance._state.adding:
                number.initial = None

    def clean(self) -> None:
        super().clean()
        if self.needs_one and all(self._is_gone(form) for form in self.forms):
            raise ValidationError(self.needs_one, code="needs_one")
        self._number_rows()

    def series(self, form: forms.ModelForm) -> Hashable:
        """The series that numbers the row; rows of one series count on from one another."""
        return None

    def rows(self) -> list[forms.ModelForm]:
        """The forms that hold a row to keep, without those in which something is wrong."""
        return [
            form
            for form in self.forms
            if form.is_valid()
            and not cast(Any, self)._should_delete_form(form)
            and (form.has_changed() or not form.instance._state.adding)
        ]

    @property
    def has_wrong_rows(self) -> bool:
        """True where something is wrong with a row to keep; one to be deleted may be wrong."""
        deleted = cast(Any, self)._should_delete_form
        return any(form.errors and not deleted(form) for form in self.forms)

    def _is_gone(self, form: forms.ModelForm) -> bool:
        is_empty = form.instance._state.adding and not form.has_changed() and not form.errors
        return is_empty or cast(Any, self)._should_delete_form(form)

    def _number_rows(self) -> None:
        rows = [form for form in self.rows() if self.number_field in form.cleaned_data]
        last: dict[Hashable, int] = defaultdict(int)
        for form in rows:
            given = form.cleaned_data[self.number_field] or 0
            last[self.series(form)] = max(last[self.series(form)], given)
        for form in rows:
            if form.cleaned_data[self.number_field] is None:
                last[self.series(form)] += 1
                form.cleaned_data[self.number_field] = last[self.series(form)]
                setattr(form.instance, self.number_field, last[self.series(form)])

    def get_unique_error_message(self, unique_check: Sequence[str]) -> Any:
        """The constraint's own words, where it has any."""
        for constraint in self.model._meta.constraints:
            if isinstance(constraint, models.UniqueConstraint) and set(constraint.fields) == set(
                unique_check
            ):
                return constraint.violation_error_message
        return super().get_unique_error_message(unique_check)


class PaperFormSet(PartFormSet):
    """Documents by their last versions; one that is removed goes with its earlier versions."""

    def clean(self) -> None:
        super().clean()
        is_draft = self.instance._state.adding or any(
            root.life == Life.DRAFT for root in self.instance.roots()
        )
        removed = [form for form in self.deleted_forms if form.instance.pk]
        if removed and not is_draft and not self.data.get(REASON_FIELD, "").strip():
            raise ValidationError(_REMOVED, code="reason")

    def delete_existing(self, obj: Any, commit: bool = True) -> None:
        if commit:
            obj.delete_with_versions()
