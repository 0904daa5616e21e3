"""Filters of the list of meetings."""

import re
import unicodedata
from collections.abc import Iterable, Sequence

import django_filters
from django.db.models import Q, QuerySet
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from calendars.scheduled import DatedWordsFilter, ScheduledFilters
from dates import KANJI_NUMERALS, kanji_number
from meetings.models import Body, Session
from records.base import is_spelled
from records.lists import SlugChoiceFilter, WordsFilter, contains

LARGEST = 10_000  # more than any session's number
KANJI = "".join(KANJI_NUMERALS)
# Figures after 第 or at the end, or any number before 回: 第三者 is none.
ORDINAL = re.compile(
    rf"(?P<before>[^0-9第]*?)(?:第(?=[0-9])|第?(?=[0-9{KANJI}]+回)|(?=[0-9]+$))"
    rf"(?P<figures>[0-9]{{1,4}}|[{KANJI}]{{1,7}})(?![0-9])回?(?P<after>.*)"
)
ENGLISH_ORDINAL = re.compile(r"no\.([0-9]{1,4})|([0-9]{1,4})(?:st|nd|rd|th)", re.IGNORECASE)
# 第 12 回 as reports print it, No. 12 as English pages do: one word each.
SPACED = re.compile(r"第?\s*([0-9]{1,4})\s*回|\bno\.?\s*([0-9]{1,4})\b", re.IGNORECASE)
BODY_NAMES = ("sessions__body__name", "sessions__body__english_name")


def body_choices(request: HttpRequest) -> QuerySet:
    """The bodies that the visitor may choose."""
    return Body.objects.visible_to(request.user).current()


class BodyFilter(SlugChoiceFilter):
    """Sittings in which a body took part."""

    def filter(self, records: QuerySet, value: Body | None) -> QuerySet:
        return records if value is None else records.filter(sessions__body=value)


class MeetingWordsFilter(DatedWordsFilter):
    """Words, and session numbers: 第12回, 代表者会議第１２回, 第十二回, 12回, No.12, 12th, 12.

    A number alone is that of a session: 12 is no part of 12月.
    """

    def terms(self, value: str) -> list[str]:
        return super().terms(SPACED.sub(_together, unicodedata.normalize("NFKC", value)))

    def naming(self, word: str) -> Q:
        found, called = super().naming(word), session_of(word)
        if called is None:
            return found
        number, name = called
        return found | Q(contains(BODY_NAMES, name), sessions__number=number)

    def named(self, records: QuerySet, value: str) -> QuerySet:
        """As for any record; where words name a body, a number by itself is that body's.

        The third sitting of one body may be the fourth of another: that one is only mentioned.
        """
        found = super().named(records, value)
        called = {term: session_of(term) for term in self.terms(value or "")}
        numbers = [number for number, name in filter(None, called.values()) if not name]
        words = [term for term, session in called.items() if session is None]
        if not numbers or not words or not (bodies := self.bodies(words)):
            return found
        sessions = Session.objects.filter(number__in=numbers, body__in=bodies)
        return found.filter(pk__in=sessions.values("meeting"))

    def bodies(self, words: Sequence[str]) -> set[int]:
        """The keys of the bodies whose names have every one of these words that any of them has."""
        names = Body.objects.values_list("pk", "name", "english_name")
        met = [
            {key for key, *both in names for one in self.alike(word) if spells(one, both)}
            for word in words
        ]
        known = [keys for keys in met if keys]
        return set.intersection(*known) if known else set()

    def condition(self, word: str) -> Q:
        called = session_of(word)
        return self.named_by(word) if called and not called[1] else super().condition(word)


def spells(word: str, names: Iterable[str]) -> bool:
    """Return True if one of these names has the word in it, however either is written."""
    return any(is_spelled(word, name) for name in names)


def _together(found: re.Match[str]) -> str:
    return f"第{found[1]}回" if found[1] else f"No.{found[2]}"


def session_of(word: str) -> tuple[int, str] | None:
    """The number of a session and the name of its body, or of any; None where no number is told."""
    plain = unicodedata.normalize("NFKC", word)
    if (found := ENGLISH_ORDINAL.fullmatch(plain)) is not None:
        return int(found[1] or found[2]), ""
    if (found := ORDINAL.fullmatch(plain)) is None:
        return None
    figures = found["figures"]
    number = int(figures) if figures.isdigit() else (kanji_number(figures) or (LARGEST,))[0]
    return (number, found["before"] + found["after"]) if number < LARGEST else None


class BodyFilters(django_filters.FilterSet):
    """Words in what is said of a body and of its members."""

    q = WordsFilter(
        fields=(*("legal_basis", "duties", "memberships__affiliation"),),
        names=("name", "english_name"),
        persons=("memberships__name",),
    )

    class Meta:
        model = Body
        fields: tuple[str, ...] = ()


class MeetingFilters(ScheduledFilters):
    """By fiscal year, words, body and status."""

    q = MeetingWordsFilter(
        names=BODY_NAMES,
        fields=("agenda_items__title", "agenda_items__bill_number", "summary", "venue"),
    )
    body = BodyFilter(label=_("Body"), queryset=body_choices)
