"""The pages on which somebody appoints deputies of their own, and chooses to act for another."""

from datetime import timedelta
from typing import Any, cast

from django import forms
from django.contrib import messages
from django.contrib.auth import get_user_model
from django.contrib.auth.mixins import LoginRequiredMixin
from django.core.exceptions import ValidationError
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils import timezone
from django.utils.decorators import method_decorator
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views import View
from django.views.decorators.cache import never_cache
from django.views.generic import FormView

from calendars.scheduled import OfficialDateField
from jlis_gov.accounts.deputies import SESSION_KEY
from jlis_gov.accounts.roles import STAFF_ROLES
from jlis_gov.accounts.tracked import mark_deputies
from organization.contacts import name_of
from organization.models import Deputy
from records import journal
from records.base import is_key
from records.journal import request_id

PAST = gettext_lazy("A deputy begins today or later.")


class AccountChoice(forms.ModelChoiceField):
    """A choice of people by their names."""

    def label_from_instance(self, obj: Any) -> str:
        return name_of(obj)


class DeputyForm(forms.ModelForm):
    """Whom somebody appoints, from when to when, and why; the person is on the instance."""

    first_day = OfficialDateField(label=gettext_lazy("first day"))
    last_day = OfficialDateField(
        label=gettext_lazy("last day"),
        help_text=gettext_lazy("The deputy may act to the end of this day."),
    )

    class Meta:
        model = Deputy
        fields = ("deputy", "first_day", "last_day", "reason")
        field_classes = {"deputy": AccountChoice}

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if "deputy" in self.fields and self.instance.person_id:
            cast(Any, self.fields["deputy"]).queryset = colleagues(self.instance.person)

    def clean_first_day(self) -> Any:
        day = self.cleaned_data["first_day"]
        if day != self.instance.first_day and day < timezone.localdate():
            raise ValidationError(PAST)
        return day

    def _post_clean(self) -> None:
        """Also what the database would refuse: a form leaves out what has no field of its own."""
        cast(Any, super())._post_clean()
        if not self.errors:
            try:
                self.instance.validate_constraints()
            except ValidationError as error:
                self.add_error(None, error.messages)


def colleagues(user: Any) -> QuerySet:
    """Those who may stand in for `user`: everybody else who works here."""
    active = get_user_model().objects.filter(is_active=True, groups__name__in=STAFF_ROLES)
    return active.exclude(pk=user.pk).distinct().order_by("last_name", "first_name", "username")


def may_appoint(user: Any) -> bool:
    """Return True if `user` works here, and so may have a deputy."""
    return user.is_superuser or user.groups.filter(name__in=STAFF_ROLES).exists()


@method_decorator(never_cache, name="dispatch")
class Deputies(LoginRequiredMixin, FormView):
    """Somebody's own deputies, those for whom they may act today, and the form for a new one."""

    template_name = "jlis_gov/deputies.html"
    form_class = DeputyForm

    def get_form_kwargs(self) -> dict[str, Any]:
        own = Deputy(person=cast(Any, self.request.user))
        initial = {"first_day": timezone.localdate()}
        return super().get_form_kwargs() | {"instance": own, "initial": initial}

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        user, today = self.request.user, timezone.localdate()
        own = Deputy.objects.filter(person=user.pk).not_over(today).select_related("deputy")
        found = super().get_context_data(**kwargs) | {"own": own, "may_appoint": may_appoint(user)}
        return found | deputy_choices(user)

    def form_valid(self, form: DeputyForm) -> HttpResponse:
        user, name = self.request.user, request_id(self.request)
        if not may_appoint(user):
            form.add_error(None, _("Your account cannot have a deputy."))
            return self.form_invalid(form)
        with journal.change(actor=user.get_username(), request=name, reason=form.instance.reason):
            mark_deputies(form.save())
        messages.success(self.request, _("The deputy is on record."))
        return HttpResponseRedirect(reverse("deputies"))

    def form_invalid(self, form: DeputyForm) -> HttpResponse:
        return self.render_to_response(self.get_context_data(form=form), status=400)


class EndDeputy(LoginRequiredMixin, View):
    """Ends one of one's own at once; one that has not begun before today is taken back."""

    http_method_names = ("post",)

    def post(self, request: HttpRequest, pk: int) -> HttpResponse:
        today = timezone.localdate()
        own = Deputy.objects.filter(person=request.user.pk).not_over(today)
        found = get_object_or_404(own, pk=pk)
        with journal.change(actor=request.user.get_username(), request=request_id(request)):
            mark_deputies(found)
            if found.first_day < today:
                found.last_day = today - timedelta(days=1)
                found.save(update_fields=["last_day"])
            else:
                found.delete()
        messages.success(request, _("The deputy may act for you no more."))
        return HttpResponseRedirect(reverse("deputies"))


class ActAsDeputy(LoginRequiredMixin, View):
    """Begins to act for the person of a deputy's row, or for nobody but oneself."""

    http_method_names = ("post",)

    def post(self, request: HttpRequest) -> HttpResponse:
        key = request.POST.get("deputy", "")
        request.session.pop(SESSION_KEY, None)
        if key:
            open_today = Deputy.objects.in_force(timezone.localdate())
            own = open_today.filter(deputy=request.user.pk, pk=key if is_key(key) else 0)
            request.session[SESSION_KEY] = get_object_or_404(own).pk
        request.session.cycle_key()
        return HttpResponseRedirect(reverse("my_work"))


def deputy_choices(user: Any) -> dict[str, Any]:
    """For whom `user` may act today."""
    today = timezone.localdate()
    open_today = Deputy.objects.in_force(today).filter(deputy=user.pk)
    return {"open_today": open_today.select_related("person")}
