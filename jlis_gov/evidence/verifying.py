"""The page on which anyone has an evidence bundle checked, and nothing of it is kept."""

from typing import Any

from django import forms
from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from django.utils.decorators import method_decorator
from django.utils.translation import gettext_lazy as _
from django.views.decorators.cache import never_cache
from django.views.generic import TemplateView

from jlis_gov.evidence.results import Result
from records.evidence import check

_LONGEST_NAME = 120  # characters of a file's name


class BundleForm(forms.Form):
    """The file to be checked."""

    bundle = forms.FileField(
        label=_("Evidence (a ZIP file)"),
        allow_empty_file=True,  # it is checked, too, and is none
        widget=forms.FileInput(attrs={"accept": ".zip,application/zip"}),
        error_messages={"required": _("Choose the file first.")},
    )


@method_decorator(never_cache, name="dispatch")
class VerifyPage(TemplateView):
    """Says of a bundle whether it is the office's and unaltered; of the result it is a letter, too.

    The file is the request's and goes with it; its name and content stand in no log. The form's
    token is asked for as everywhere, though nothing is changed: no other site may make its
    readers' browsers send us files.
    """

    template_name = "jlis_gov/verify.html"
    open_upload = "VERIFY_MAX_MIB"  # the setting of how much anyone may send here

    def post(self, request: HttpRequest) -> HttpResponse:
        form = BundleForm(request.POST, request.FILES, label_suffix="")
        if not form.is_valid():
            return self.render_to_response(self.get_context_data(form=form), status=400)
        file = form.cleaned_data["bundle"]
        context = self.get_context_data(
            name=check.printable(file.name)[:_LONGEST_NAME],
            result=Result.of(file.file),
            now=timezone.localtime(),
        )
        return self.render_to_response(context)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        context = {"form": BundleForm(label_suffix=""), "most": settings.VERIFY_MAX_MIB}
        return super().get_context_data(**context | kwargs)
