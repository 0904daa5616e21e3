"""Filters of the list of meetings."""

import re
import unicodedata

import django_filters
from django.db.models import Q, QuerySet
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from calendars.scheduled import DatedWordsFilter, ScheduledFilters
from dates import KANJI_NUMERALS, kanji_number
from meetings.models import Body
from records.lists import SlugChoiceFilter, WordsFilter

LONGEST_NUMBER = 4  # figures
LARGEST = 10_000  # more than any session's number
KANJI = "".join(KANJI_NUMERALS)
ORDINAL = re.compile(rf"第(?:([0-9]{{1,4}})回?|([{KANJI}]{{1,7}})回)(.*)")  # 第三者 is no number


def body_choices(request: HttpRequest) -> QuerySet:
    """The bodies that the visitor may choose."""
    return Body.objects.visible_to(request.user).current()


class BodyFilter(SlugChoiceFilter):
    """Sittings in which a body took part."""

    def filter(self, records: QuerySet, value: Body | None) -> QuerySet:
        return records if value is None else records.filter(sessions__body=value)


class MeetingWordsFilter(DatedWordsFilter):
    """Words, and session numbers: 第12回, 第１２回代表者会議, 第十二回, 12."""

    def condition(self, word: str) -> Q:
        found = super().condition(word)
        plain = unicodedata.normalize("NFKC", word)
        if plain.isascii() and plain.isdigit() and len(plain) <= LONGEST_NUMBER:
            return found | Q(sessions__number=int(plain))
        ordinal = ORDINAL.fullmatch(plain)
        if ordinal is None:
            return found
        figures, kanji, name = ordinal.groups()
        number = int(figures) if figures else (kanji_number(kanji) or (LARGEST,))[0]
        if number >= LARGEST:
            return found
        return found | Q(sessions__number=number, sessions__body__name__icontains=name)


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
