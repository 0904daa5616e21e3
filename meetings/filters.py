"""Filters of the list of meetings."""

import re
import unicodedata

import django_filters
from django.db.models import Q, QuerySet
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from calendars.filters import DatedWordsFilter, ScheduledFilters
from meetings.models import Body
from records.filters import SlugChoiceFilter, WordsFilter

ORDINAL = re.compile(r"第([0-9]{1,4})回?(.*)")


def body_choices(request: HttpRequest) -> QuerySet:
    """The bodies that the visitor may choose."""
    return Body.objects.visible_to(request.user).current()


class BodyFilter(SlugChoiceFilter):
    """Sittings in which a body took part."""

    def filter(self, records: QuerySet, value: Body | None) -> QuerySet:
        return records if value is None else records.filter(sessions__body=value)


class MeetingWordsFilter(DatedWordsFilter):
    """Words, and session numbers as documents write them: 第12回, 第１２回代表者会議."""

    def condition(self, word: str) -> Q:
        found = super().condition(word)
        ordinal = ORDINAL.fullmatch(unicodedata.normalize("NFKC", word))
        if ordinal is None:
            return found
        numbered = Q(sessions__number=int(ordinal[1]), sessions__body__name__icontains=ordinal[2])
        return found | numbered


class BodyFilters(django_filters.FilterSet):
    """Words in what is said of a body and of its members."""

    q = WordsFilter(
        fields=(
            *("name", "legal_basis", "duties"),
            *("memberships__name", "memberships__affiliation"),
        )
    )

    class Meta:
        model = Body
        fields: tuple[str, ...] = ()


class MeetingFilters(ScheduledFilters):
    """By fiscal year, words, body and status."""

    q = MeetingWordsFilter(
        fields=(
            "sessions__body__name",
            "agenda_items__title",
            "agenda_items__bill_number",
            "summary",
            "venue",
        )
    )
    body = BodyFilter(label=_("Body"), queryset=body_choices)
