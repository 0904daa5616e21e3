"""Words that a list is searched for: in what names a record, or in what is said of it."""

from collections.abc import Callable, Iterable, Sequence
from functools import cache, reduce
from operator import or_
from typing import Any

import django_filters
from django import forms
from django.conf import settings
from django.core.exceptions import ValidationError
from django.db.models import Choices, Model, Q, QuerySet
from django.http import HttpRequest
from django.utils import translation
from django.utils.functional import Promise
from django.utils.text import capfirst
from django.utils.translation import gettext_lazy as _

from records import agency
from records.agency import same_words
from records.base import is_spelled, person_pattern, spelling_pattern, validate_text

MOST_WORDS = 10
LONGEST_QUERY = 100
EVERYTHING = Q(pk__isnull=False)


def words_of(text: str) -> list[str]:
    """The words of a query, between any kind of space."""
    return text.split()


def contains(
    fields: Sequence[str], word: str, pattern: Callable[[str], str] = spelling_pattern
) -> Q:
    """`word` in one of these fields, however either is written; see `records.base.spellings`."""
    sought = pattern(word)
    is_plain = sought == word and word.upper() == word.lower()
    # Most words can be written in one way: such a one costs a tenth of an expression.
    lookup = "contains" if is_plain else "iregex"
    return reduce(or_, (Q(**{f"{name}__{lookup}": sought}) for name in fields), ~EVERYTHING)


def labelled(choices: type[Choices], word: str) -> list[Any]:
    """The values whose label has `word` in it, in any of the site's languages."""
    return [value for value, label in labels(choices) if is_spelled(word, label)]


@cache
def labels(choices: type[Choices]) -> list[tuple[Any, str]]:
    """Each value with its label, in every language of the site."""
    return [(one.value, str(one.label)) for _code in each_language() for one in choices]


@cache
def kind_names(model: type[Model]) -> frozenset[str]:
    """The names of a kind of record, in every language of the site, in lower case."""
    options = model._meta
    names = ((options.verbose_name, options.verbose_name_plural) for _code in each_language())
    return frozenset(str(name).casefold() for both in names for name in both)


def each_language() -> Iterable[str]:
    """The site's languages, each active while its turn lasts."""
    for code, _name in settings.LANGUAGES:
        with translation.override(code):
            yield code


def synonyms(request: HttpRequest | None, word: str) -> tuple[str, ...]:
    """`word` and what the office says means the same; the settings are asked once a request."""
    held = {} if request is None else vars(request)
    if "agency" not in held:  # where the page's frame looks for it, too
        held["agency"] = agency.current()
    return same_words(word, held["agency"].synonyms)


class WordsField(forms.CharField):
    """Words to search for: at most 100 characters and 10 words."""

    widget = forms.SearchInput

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(max_length=LONGEST_QUERY, **kwargs)

    def validate(self, value: str) -> None:
        super().validate(value)
        validate_text(value, multiline=False)
        if len(words_of(value)) > MOST_WORDS:
            raise ValidationError(_("Please search for at most 10 words."))


class WordsFilter(django_filters.Filter):
    """Records that meet every word, in any order, or what the office says means the same.

    `names` and `fields` are texts, which may follow relations: those that name a record, and those
    that are said of it. `persons` are names of people, found without the space in them, too.
    `choices` are fields of the record whose labels name it. Every record meets the name of its
    kind, and what else is in `kind`.
    """

    field_class = WordsField

    def __init__(
        self,
        *,
        fields: Sequence[str] = (),
        names: Sequence[str] = (),
        persons: Sequence[str] = (),
        choices: dict[str, type[Choices]] | None = None,
        kind: Sequence[str] = (),
        **kwargs: Any,
    ) -> None:
        super().__init__(label=_("Words"), **kwargs)
        self.names, self.fields, self.persons = tuple(names), tuple(fields), tuple(persons)
        self.choices_of, self.kind = choices or {}, frozenset(kind)
        self._naming: dict[str, Q] = {}

    def terms(self, value: str) -> list[str]:
        """The words of a query, each looked for by itself."""
        return [value] if len(self.alike(value)) > 1 else words_of(value)

    def alike(self, word: str) -> tuple[str, ...]:
        """`word` and what means the same."""
        return synonyms(self.parent.request, word)

    def naming(self, word: str) -> Q:
        """The condition that a record which `word` names meets."""
        conditions = [contains(self.names, word), contains(self.persons, word, person_pattern)]
        for name, choices in self.choices_of.items():
            conditions.append(Q(**{f"{name}__in": labelled(choices, word)}))
        if word.casefold() in kind_names(self.model) | self.kind:
            conditions.append(EVERYTHING)
        return reduce(or_, conditions)

    def named_by(self, word: str) -> Q:
        """The same, made once for each word."""
        if word not in self._naming:
            self._naming[word] = self.naming(word)
        return self._naming[word]

    def condition(self, word: str) -> Q:
        """The condition that a record meets which `word` names, or of which it is said."""
        return self.named_by(word) | contains(self.fields, word)

    def reasons(self, record: Any, word: str) -> list[str]:
        """Why `record` meets `word` though no text of it says so, in the active language."""
        return [
            str(getattr(record, f"get_{name}_display")())
            for name, choices in self.choices_of.items()
            if getattr(record, name) in labelled(choices, word)
        ]

    def filter(self, records: QuerySet, value: str) -> QuerySet:
        return self.met(records, value, self.condition)

    def named(self, records: QuerySet, value: str) -> QuerySet:
        """Those of the records that every word names."""
        return self.met(records, value, self.named_by)

    def met(self, records: QuerySet, value: str, condition: Callable[[str], Q]) -> QuerySet:
        """Those of the records that meet this condition for each word, or one that means it."""
        for word in self.terms(value or ""):
            wanted = reduce(or_, map(condition, self.alike(word)))
            # A subquery for each word: joins would give a record once for each match.
            found = records.model._base_manager.filter(wanted)
            records = records.filter(pk__in=found.values("pk"))
        return records

    def texts(self, records: Sequence[Any]) -> dict[Any, list[tuple[str | Promise, str]]]:
        """What is searched of each record, by its key: texts with what they are, in one query."""
        paths = (*self.names, *self.persons, *self.fields)
        rows = self.model._base_manager.filter(pk__in=[one.pk for one in records])
        heads = [label_at(self.model, path) for path in paths]
        found: dict[Any, dict[tuple[str | Promise, str], None]] = {}
        for key, *values in rows.values_list("pk", *paths) if paths else ():
            told = ((head, text) for head, text in zip(heads, values, strict=True) if text)
            found.setdefault(key, {}).update(dict.fromkeys(told))
        return {key: list(texts) for key, texts in found.items()}


def label_at(model: Any, path: str) -> str | Promise:
    """The name of the field at the end of a path through relations."""
    *relations, name = path.split("__")
    for relation in relations:
        model = model._meta.get_field(relation).related_model
    return capfirst(model._meta.get_field(name).verbose_name)
