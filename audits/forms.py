"""What forms of findings refuse because of the day on which they are filled in."""

from typing import Any, ClassVar

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

LIES_AHEAD = _("This day lies ahead. Please enter it once it has come.")


class PastDays(forms.BaseForm):
    """A form in which `past_days`, days on which something happened, cannot lie ahead."""

    past_days: ClassVar[tuple[str, ...]] = ()

    def clean(self) -> dict[str, Any] | None:
        cleaned = super().clean()
        today = timezone.localdate()
        for name in self.past_days:
            day = self.cleaned_data.get(name)
            if day is not None and day > today and name in self.changed_data:
                self.add_error(name, LIES_AHEAD)
        return cleaned
