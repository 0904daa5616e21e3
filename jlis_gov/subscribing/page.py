"""The page that leads a public feed into somebody's own calendar."""

from typing import Any
from urllib.parse import urlencode

from django import forms
from django.http import HttpRequest, HttpResponse
from django.utils import translation
from django.utils.translation import gettext_lazy as _
from django.views.generic import TemplateView

from calendars.feeds import subscribe_links
from calendars.feeds import views as feeds
from calendars.ical import Variant
from calendars.scheduled import fiscal_year_name
from dates import FIRST_FISCAL_YEAR, LAST_FISCAL_YEAR, FiscalYear
from jlis_gov.composition import FEEDS
from jlis_gov.subscribing.choices import KeySelect, groups
from jlis_gov.views import fiscal_years

LONG = (
    (Variant.SPAN, _("As a bar over the whole period")),
    (Variant.MONTHLY, _("On the first day of each month only")),
    (Variant.OMIT, _("Not at all: only what has a day")),
)
EVERYTHING = "all"


class LongField(forms.TypedChoiceField):
    """A choice of the way in which a calendar shows what has no day."""

    def __init__(self, **kwargs: Any) -> None:
        label = _("What has no exact day, or lasts longer than a month")
        options: dict[str, Any] = {
            "label": label,
            "choices": LONG,
            "coerce": Variant,
            "empty_value": Variant.SPAN,
        }
        super().__init__(**options | kwargs)


class SubscribeForm(forms.Form):
    """A choice of a public calendar, and of the way in which it shows what has no day."""

    of = forms.ChoiceField(label=_("What it shows"), required=False, widget=KeySelect)
    year = forms.TypedChoiceField(
        label=_("Fiscal year"), required=False, coerce=int, empty_value=None
    )
    long = LongField(required=False)

    def __init__(self, data: Any) -> None:
        super().__init__(data)
        named = {key: name for name, key in FEEDS.kinds.items()}  # as in the feed's own address
        found = [
            (heading, [(named.get(key, key), title) for key, title in keys])
            for heading, keys in groups(None)
        ]
        fields: Any = self.fields
        fields["of"].choices = [(EVERYTHING, _("Everything")), *found]
        fields["year"].choices = [("", _("All, the newest first")), *years(data.get("year"))]

    @property
    def key(self) -> str:
        """The chosen feed's key, empty for everything."""
        chosen = self.cleaned_data["of"] or EVERYTHING
        return "" if chosen == EVERYTHING else FEEDS.kinds.get(chosen, chosen)


def years(asked: str | None) -> list[tuple[str, str]]:
    """The fiscal years on record, and the one asked for: it may fill later."""
    known = {int(year) for year in fiscal_years(None)}
    if asked and asked.isdecimal() and FIRST_FISCAL_YEAR <= int(asked) <= LAST_FISCAL_YEAR:
        known.add(int(asked))
    return [(str(year), fiscal_year_name(year)) for year in sorted(known, reverse=True)]


class SubscribePage(TemplateView):
    """Choose a calendar, see how much it holds, and take it along."""

    template_name = "jlis_gov/subscribe.html"
    extra_context = {"section": "subscribe"}

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        form = SubscribeForm(request.GET)
        status = 200 if form.is_valid() else 400
        return self.render_to_response(self.get_context_data(form=form), status=status)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        context, form = super().get_context_data(**kwargs), kwargs["form"]
        if form.is_valid():
            chosen = form.cleaned_data
            context |= feed_context(self.request, form.key, chosen["long"], chosen["year"])
        return context


def choice(key: str, long: Variant) -> str:
    """The query that takes the choice along to a calendar of one's own."""
    chosen = {"keys": key, "long": "" if long == Variant.SPAN else str(long)}
    query = urlencode({name: value for name, value in chosen.items() if value}, safe=":")
    return f"?{query}" if query else ""


def feed_context(
    request: HttpRequest, key: str, long: Variant, year: int | None = None
) -> dict[str, Any]:
    """A feed's name, the number of its events, and the ways to subscribe to it."""
    with translation.override("ja"):  # as the feed itself is called
        title = FEEDS.known_title_of(key) or ""
        name = f"{title} {FiscalYear(year).wareki()}" if year else title
    query = "" if long == Variant.SPAN else f"?long={long}"
    path = FEEDS.path_of(key, year) + query
    return {
        "name": name,
        "choice": choice(key, long),
        "count": feeds.count(request, FEEDS, key, long, year),
        "path": path,
        "clients": subscribe_links(request.build_absolute_uri(path), name),
    }
