"""The register of disposals in the admin: what is due, the decision on it, and what was decided."""

from datetime import date
from typing import Any, cast
from uuid import UUID

from django import forms
from django.contrib import admin, messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.db.models import Model
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.template.response import TemplateResponse
from django.urls import URLPattern, path, reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from records.admin.columns import WordedColumns
from records.admin.journal_list import kind_name
from records.base import ReasonForm, validate_text
from records.disposal import (
    Choice,
    DisposalRegister,
    DisposedRecord,
    DueRecord,
    dispose_records,
    due_records,
)
from records.journal import REASON_FIELD

AT_ONCE = 300  # rows of each kind on the page: a form has 5,000 fields at most
CONFIRM, ALL = "confirm", "all"
Decision = DisposedRecord.Decision


class RowForm(forms.Form):
    """What is decided on one record; nothing leaves it for another time."""

    use_required_attribute = False
    decision = forms.ChoiceField(
        label=_("decision"),
        required=False,
        choices=[("", _("decide later")), *Decision.choices],
    )
    reason = forms.CharField(label=_("reason"), required=False, max_length=500)

    def __init__(self, *args: Any, date_field: type[forms.Field], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["until"] = date_field(label=_("kept until"), required=False)
        self.order_fields(["decision", "until", "reason"])

    def clean_reason(self) -> str:
        reason = self.cleaned_data["reason"].strip()
        validate_text(reason, multiline=False)
        return cast(str, reason)

    def clean(self) -> dict[str, Any]:
        told = self.cleaned_data
        if told.get("decision") == Decision.EXTEND:
            if not told.get("until"):
                self.add_error("until", _("Please say until when it is kept."))
            if not told.get("reason"):
                self.add_error("reason", _("Please say why it is kept longer."))
        return told

    def choice(self) -> Choice | None:
        """The decision, once the form is valid; None where there is none."""
        told = self.cleaned_data
        is_longer = told["decision"] == Decision.EXTEND
        until = told["until"] if is_longer else None
        return Choice(told["decision"], until, told["reason"]) if told["decision"] else None


class DecisionForm(ReasonForm):
    """The decision by which records are disposed of."""

    approver = forms.CharField(label=_("Approved by"), max_length=100)
    decision_number = forms.CharField(label=_("Decision number"), max_length=50)

    def __init__(
        self, *args: Any, date_field: type[forms.Field], today: date, **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        self.today = today
        self.fields["decided_on"] = date_field(label=_("decided on"))
        self.fields[REASON_FIELD].required = True
        self.order_fields(["approver", "decided_on", "decision_number", REASON_FIELD])

    def clean_decided_on(self) -> date:
        day = cast(date, self.cleaned_data["decided_on"])
        if day > self.today:
            raise ValidationError(_("This day has not come yet."))
        return day


@admin.register(DisposalRegister)
class DisposalRegisterAdmin(WordedColumns):
    """Registers are read; only a decision makes one, and nothing changes it."""

    actions = None
    list_display = ["decision_number", "decided_on", "approver", "disposed", "extended"]
    search_fields = ["decision_number", "approver", "items__name"]
    ordering = ["-decided_on", "-id"]
    change_list_template = "records/disposal_list.html"

    def get_urls(self) -> list[URLPattern]:
        view = self.admin_site.admin_view(self.deciding)
        own = path("decide/", view, name="records_disposalregister_decide")
        return [own, *super().get_urls()]

    @admin.display(description=_("disposed of"))
    def disposed(self, register: DisposalRegister) -> int:
        return sum(item.decision == Decision.DISPOSE for item in register.items.all())

    @admin.display(description=_("kept longer"))
    def extended(self, register: DisposalRegister) -> int:
        return sum(item.decision == Decision.EXTEND for item in register.items.all())

    def get_queryset(self, request: HttpRequest) -> Any:
        return super().get_queryset(request).prefetch_related("items")

    def changelist_view(
        self, request: HttpRequest, extra_context: dict[str, Any] | None = None
    ) -> HttpResponse:
        own = {"can_decide": may_decide(request.user)}
        return super().changelist_view(request, own | (extra_context or {}))

    def change_view(
        self,
        request: HttpRequest,
        object_id: str,
        form_url: str = "",
        extra_context: dict[str, Any] | None = None,
    ) -> HttpResponse:
        """One register, line by line."""
        register = cast(DisposalRegister | None, self.get_object(request, object_id))
        if not self.has_view_permission(request, register):
            raise PermissionDenied
        if register is None:
            return cast(Any, self)._get_obj_does_not_exist_redirect(request, self.opts, object_id)
        site: Any = self.admin_site
        day, year = site.day_text, site.year_text
        own = {
            "title": str(register),
            "register": register,
            "decided_on": day(register.decided_on),
            "items": [
                (
                    *(kind_name(item.record_type), item, year(item.fiscal_year)),
                    *(day(item.retained_until), item.extended_until and day(item.extended_until)),
                )
                for item in register.items.all()
            ],
        }
        return self._page(request, "register", own)

    def deciding(self, request: HttpRequest) -> HttpResponse:
        """What is due, then what was chosen of it to confirm; a confirmed decision is final."""
        if not may_decide(request.user):
            raise PermissionDenied
        page = DecisionPage(request, due_records(timezone.localdate(), AT_ONCE), self.admin_site)
        if page.is_confirmed and (register := page.carried_out()):
            text = _("“%(register)s” is carried out.") % {"register": register}
            messages.success(request, text)
            return HttpResponseRedirect(
                reverse("admin:records_disposalregister_change", args=[register.pk])
            )
        return self._page(request, "decide", page.context())

    def _page(self, request: HttpRequest, name: str, own: dict[str, Any]) -> TemplateResponse:
        context = self.admin_site.each_context(request) | {"opts": self.opts} | own
        return TemplateResponse(request, f"records/disposal_{name}.html", context)

    def has_add_permission(self, request: HttpRequest) -> bool:
        return False

    def has_change_permission(self, request: HttpRequest, obj: Model | None = None) -> bool:
        return False

    def has_delete_permission(self, request: HttpRequest, obj: Model | None = None) -> bool:
        return False


def may_decide(user: Any) -> bool:
    """Return True if `user` may have records disposed of."""
    return user.has_perm("records.approve_disposalregister")


class DecisionPage:
    """The rows that are due with their forms, and the form of the decision on those chosen."""

    def __init__(self, request: HttpRequest, due: list[DueRecord], site: Any) -> None:
        self.site = site
        self.data = request.POST if request.method == "POST" else None
        initial = {"decision": Decision.DISPOSE if ALL in request.GET else ""}
        forms_of = {"date_field": site.date_field, "initial": initial}
        self.rows = [
            (row, RowForm(self.data, prefix=str(row.record.uid), **forms_of)) for row in due
        ]
        faulty = [form for _row, form in self.rows if not form.is_valid()]
        self.is_valid = self.data is not None and not faulty
        self.is_confirmed = self.is_valid and CONFIRM in request.POST
        self.form = DecisionForm(
            self.data if self.is_confirmed else None,
            date_field=site.date_field,
            today=timezone.localdate(),
        )

    @property
    def choices(self) -> dict[UUID, Choice]:
        """What was decided, by the records' uids."""
        if not self.is_valid:
            return {}
        told = ((row.record.uid, form.choice()) for row, form in self.rows)
        return {uid: choice for uid, choice in told if choice}

    def carried_out(self) -> DisposalRegister | None:
        """The register; None where something stands in the way, which the form then says."""
        if not self.form.is_valid():
            return None
        told = {name: self.form.cleaned_data[name] for name in DecisionForm.base_fields}
        told |= {"decided_on": self.form.cleaned_data["decided_on"]}
        told.pop(REASON_FIELD)
        try:
            return dispose_records(self.choices, **told)
        except ValidationError as error:
            self.form.add_error(None, error.messages)
            return None

    def context(self) -> dict[str, Any]:
        """The parts of the page; once something is chosen, its rows alone and the decision."""
        chosen = self.choices
        shown = [row for row in self.rows if not chosen or row[0].record.uid in chosen]
        return {
            "title": _("Records whose retention has ended"),
            "rows": [
                (
                    *(kind_name(row.record._meta.label), row, self.site.year_text(row.fiscal_year)),
                    *(self.site.day_text(row.retained_until), form),
                )
                for row, form in shown
            ],
            "form": self.form if chosen else None,
            "counts": {
                name: sum(choice.decision == name for choice in chosen.values())
                for name in Decision.values
            },
            "is_empty": self.data is not None and self.is_valid and not chosen,
            "limit": AT_ONCE,
        }
