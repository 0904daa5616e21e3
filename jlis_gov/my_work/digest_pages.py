"""The page on which somebody chooses the days and the language of the daily mail."""

from typing import Any

from django import forms
from django.conf import settings
from django.contrib import messages
from django.contrib.auth.mixins import LoginRequiredMixin
from django.http import HttpResponse
from django.urls import reverse_lazy
from django.utils.dates import WEEKDAYS
from django.utils.decorators import method_decorator
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.cache import never_cache
from django.views.generic import FormView

from jlis_gov.models import DigestChoice


class DigestForm(forms.ModelForm):
    """The days on which somebody is told what waits, and the language."""

    weekdays = forms.MultipleChoiceField(
        label=gettext_lazy("Days"),
        required=False,
        choices=[(str(number + 1), name) for number, name in WEEKDAYS.items()],
        widget=forms.CheckboxSelectMultiple,
        help_text=gettext_lazy("On no day, if you tick none. No mail comes when nothing waits."),
    )

    class Meta:
        model = DigestChoice
        fields = ("weekdays", "language")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.initial["weekdays"] = list(self.instance.weekdays)

    def clean_weekdays(self) -> str:
        return "".join(sorted(self.cleaned_data["weekdays"]))


@method_decorator(never_cache, name="dispatch")
class DigestPage(LoginRequiredMixin, FormView):
    """The visitor's own choice."""

    template_name = "jlis_gov/digest.html"
    form_class = DigestForm
    success_url = reverse_lazy("digest")
    extra_context = {"languages": settings.LANGUAGES}

    def get_form_kwargs(self) -> dict[str, Any]:
        user: Any = self.request.user
        kept = DigestChoice.objects.filter(user=user.pk).first() or DigestChoice(user_id=user.pk)
        return super().get_form_kwargs() | {"instance": kept}

    def form_valid(self, form: DigestForm) -> HttpResponse:
        chosen = form.cleaned_data
        DigestChoice.objects.update_or_create(
            user_id=self.request.user.pk,
            defaults={"weekdays": chosen["weekdays"], "language": chosen["language"]},
        )
        messages.success(self.request, _("Your choice is kept."))
        return super().form_valid(form)

    def form_invalid(self, form: DigestForm) -> HttpResponse:
        return self.render_to_response(self.get_context_data(form=form), status=400)
