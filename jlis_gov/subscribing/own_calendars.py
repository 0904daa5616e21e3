"""The pages on which a user keeps calendars of their own (docs/adr/0011-personal-feeds.md)."""

from collections.abc import Mapping
from datetime import timedelta
from typing import Any, cast

from django import forms
from django.contrib.auth.mixins import LoginRequiredMixin
from django.db import IntegrityError, transaction
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils import timezone
from django.utils.decorators import method_decorator
from django.utils.translation import gettext_lazy as _
from django.views import View
from django.views.decorators.cache import never_cache
from django.views.generic import FormView, ListView

from calendars.feeds import Subscription, digest, new_token, personal, subscribe_links, token_for
from jlis_gov.composition import FEEDS
from jlis_gov.subscribing.choices import KeyBoxes, own_groups
from jlis_gov.subscribing.page import LongField
from records import change, journal
from records.base import validate_text
from records.journal import request_id

TAKEN = _("You already have a calendar of this name.")
VALID_FOR = ((90, _("3 months")), (366, _("1 year")), (3 * 366, _("3 years")))  # in days


class CalendarForm(forms.ModelForm):
    """A calendar's name, what it is made of, and how long its address is good for."""

    keys = forms.MultipleChoiceField(
        label=_("What it holds"),
        required=False,
        widget=KeyBoxes,
        help_text=_(
            "It holds everything that you tick. If you tick nothing, it holds all that takes "
            "place, but no due dates."
        ),
    )
    long = LongField()
    form_id = forms.CharField(required=False, widget=forms.HiddenInput)
    valid_for = forms.TypedChoiceField(
        label=_("The address is valid for"), choices=VALID_FOR, coerce=int, initial=366
    )

    class Meta:
        model = Subscription
        fields = ("name", "keys", "is_public_only", "long")
        help_texts = {"name": _("For example: my iPhone")}

    def __init__(self, *args: Any, user: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.instance.user = user
        cast(Any, self.fields["keys"]).choices = own_groups(user)

    def clean_name(self) -> str:
        validate_text(self.cleaned_data["name"], multiline=False)
        return self.cleaned_data["name"]

    def clean_keys(self) -> str:
        return " ".join(self.cleaned_data["keys"])

    def clean(self) -> dict[str, Any]:
        super().clean()
        cleaned, own = self.cleaned_data, self.instance.user.subscriptions
        self.token = self._token(cleaned)
        taken = own.filter(name=cleaned.get("name", ""), revoked_at=None)
        if taken.exists() and self._made_before() is None:
            self.add_error("name", TAKEN)
        return cleaned

    def save(self, commit: bool = True) -> Subscription | None:
        """Keep it; the form's `token` is known here and never again.

        Sent twice, as by a double click, it is the one made first: nobody saw the answer to that.
        None, with a complaint, where another of this name was faster.
        """
        made = self._made_before() or self._insert() or self._made_before()
        if made is None:
            self.add_error("name", TAKEN)
        return made

    def _token(self, cleaned: dict[str, Any]) -> str:
        """The same for the same form sent again; random where the form does not say which it is."""
        if not cleaned.get("form_id"):
            return new_token()
        facts = sorted((name, str(value)) for name, value in cleaned.items())
        token = token_for(self.instance.user.pk, facts)
        known = Subscription.objects.known(token)
        return new_token() if known and known.revoked_at else token

    def _made_before(self) -> Subscription | None:
        own = self.instance.user.subscriptions.filter(revoked_at=None)
        return own.filter(token_hash=digest(self.token)).first()

    def _insert(self) -> Subscription | None:
        now, made = timezone.now(), self.instance
        made.created_at, made.token_hash = now, digest(self.token)
        made.expires_on = timezone.localdate(now) + timedelta(days=self.cleaned_data["valid_for"])
        try:
            with transaction.atomic(), journal.change(actor=self.instance.user.get_username()):
                saved = super().save()
                change.mark_row(Subscription._meta.label, saved.pk)
                return saved
        except IntegrityError:
            return None


@method_decorator(never_cache, name="dispatch")
class Personal(LoginRequiredMixin):
    """A page about somebody's own calendars, kept by no cache.

    Its own address is no secret. It must not be sent with `no-referrer`: a browser then posts its
    forms with `Origin: null`, which the protection against forged requests refuses.
    """

    extra_context: Mapping[str, Any] | None = {"section": "subscribe"}


class OwnCalendars(Personal, ListView):
    """Somebody's own calendars, by when they were asked for last and by what program."""

    template_name = "jlis_gov/own_calendars.html"
    context_object_name = "calendars"

    def get_queryset(self) -> Any:
        user: Any = self.request.user
        return user.subscriptions.filter(revoked_at=None)


class NewCalendar(Personal, FormView):
    """The form for a new one; its address is shown once, in the answer, and nowhere kept."""

    template_name = "jlis_gov/new_calendar.html"
    form_class = CalendarForm

    def get_form_kwargs(self) -> dict[str, Any]:
        return super().get_form_kwargs() | {"user": self.request.user}

    def get_initial(self) -> dict[str, Any]:
        chosen = {"keys": self.request.GET.getlist("keys"), "long": self.request.GET.get("long")}
        return chosen | {"form_id": new_token()}

    def form_valid(self, form: CalendarForm) -> HttpResponse:
        user, name = self.request.user, request_id(self.request)
        with journal.change(actor=user.get_username(), request=name):
            made = form.save()
        if made is None:
            return self.form_invalid(form)
        path = reverse("feeds:personal", args=[form.token])
        context = self.get_context_data(
            made=made,
            count=personal.count(self.request, FEEDS, made),
            clients=subscribe_links(self.request.build_absolute_uri(path), made.name),
        )
        return self.render_to_response(context)

    def form_invalid(self, form: CalendarForm) -> HttpResponse:
        return self.render_to_response(self.get_context_data(form=form), status=400)


class RevokeCalendar(Personal, View):
    """Gives one of one's own calendars out no more; the others stay."""

    http_method_names = ("post",)

    def post(self, request: HttpRequest, pk: int) -> HttpResponse:
        calendar = get_object_or_404(cast(Any, request.user).subscriptions, pk=pk)
        with journal.change(actor=request.user.get_username(), request=request_id(request)):
            calendar.revoke(timezone.now())
        return HttpResponseRedirect(reverse("own_calendars"))
