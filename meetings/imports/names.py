"""Numbers of sittings as tables name them, with the bodies beside the number."""

import re
from collections.abc import Iterable, Iterator

from django.core.exceptions import ValidationError
from django.utils.text import format_lazy
from django.utils.translation import gettext_lazy as _

from dates import kanji_number
from meetings.models import Body
from records.imports import TableError, folded

NO_NUMBER = _("“%(text)s” is not the number of a meeting. Write for example 第１回.")
OTHER_BODY = _("“%(text)s” names another body than %(body)s, whose table this is.")
OTHER_TITLE = _("The table is headed “{title}”, and this is the table of {body}.")
LARGEST = 32_767
_NUMBER = r"第?(?P<number>\d+|[〇一二三四五六七八九十百]+)回?"
_BESIDE = r"(?P<beside>(?:合同|同時|共同)(?:開催|会議)?|及び|並びに|[・、,/()と])"
_JOINT = re.compile("合同会議|共同会議")
_LIKE_A_BODY = re.compile(r"会議|委員会|審議会|協議会|検討会|評議会|部会|連絡会")
Named = tuple[int | None, int]  # a body's key, None where none is named, and a number


class SittingNames:
    """Reads the numbers of one body's sittings: 第１回, 第12回代表者会議, and joint ones.

    `partner` is the body that it may sit together with, `bodies` are all that the register knows.
    """

    def __init__(self, body: Body, partner: Body | None, bodies: Iterable[Body]) -> None:
        self.body = body
        self._allowed = {each.pk for each in (body, partner) if each}
        # Its name, its short one, and the name without the 委員会 that most have in common.
        self._known = {
            folded(name): each.pk
            for each in bodies
            for name in (each.name, each.short_name, each.name.removesuffix("委員会"))
        }
        longest_first = sorted(self._known, key=len, reverse=True)
        self._names = re.compile("|".join(map(re.escape, longest_first)))
        self._token = re.compile(f"(?P<name>{self._names.pattern})|{_BESIDE}|{_NUMBER}")

    def number(self, text: str) -> int:
        """The number that the body has in a text. Raises `ValidationError`."""
        self.check(text)
        numbered = list(_paired(self._tokens(text), self._known))
        own = {number for key, number in numbered if key in (None, self.body.pk)}
        if len(own) != 1 or not 0 < min(own) <= LARGEST:
            raise ValidationError(NO_NUMBER, params={"text": text})
        return own.pop()

    def check(self, text: str) -> None:
        """Refuse a text that names other bodies than those of the table: `ValidationError`."""
        plain = folded(text)
        named = {self._known[name] for name in self._names.findall(plain)}
        is_unknown = _LIKE_A_BODY.search(_JOINT.sub("", self._names.sub("", plain)))
        is_another = named and (self.body.pk not in named or named - self._allowed)
        if is_unknown or is_another:
            raise ValidationError(OTHER_BODY, params={"text": text, "body": self.body.name})

    def check_title(self, title: str) -> None:
        """Refuse a title that names bodies, and not this one. Raises `TableError`."""
        named = {self._known[name] for name in self._names.findall(folded(title))}
        if named and self.body.pk not in named:
            raise TableError(format_lazy(OTHER_TITLE, title=title, body=self.body.name))

    def _tokens(self, text: str) -> list[str | int]:
        """Names and numbers in a text, in their order; `ValidationError` where more is said."""
        plain, at = folded(text), 0
        found: list[str | int] = []
        while at < len(plain):
            match = self._token.match(plain, at)
            if match is None:
                raise ValidationError(NO_NUMBER, params={"text": text})
            if match["name"]:
                found.append(match["name"])
            elif digits := match["number"]:
                kanji = None if digits.isdigit() else kanji_number(digits) or (0, 0)
                found.append(kanji[0] if kanji else int(digits))
            at = match.end()
        return found


def check_title(title: str, *, body: str) -> None:
    """Refuse the title of another body's table. Raises `TableError`."""
    bodies = {each.slug: each for each in Body.objects.all()}
    if body in bodies:
        SittingNames(bodies[body], None, bodies.values()).check_title(title)


def _paired(tokens: list[str | int], known: dict[str, int]) -> Iterator[Named]:
    """Each number with the bodies after it, or before it where a body comes first."""
    if tokens and isinstance(tokens[0], str):
        tokens = tokens[::-1]
    number, is_named = 0, True
    for token in tokens:
        if isinstance(token, str):
            yield known[token], number
            is_named = True
            continue
        if not is_named:
            yield None, number
        number, is_named = token, False
    if not is_named:
        yield None, number
