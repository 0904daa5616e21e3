"""The numbers of sittings, counted on in each body's series."""

from collections import defaultdict

from meetings.models import Body, Session


class NextNumbers:
    """Gives one number after the other, from the highest one given so far.

    Numbers of withdrawn meetings count, too: they are never given again.
    """

    def __init__(self) -> None:
        self._last: dict[tuple[int, int], int] = defaultdict(int)
        numbers = Session.objects.exclude(number=None).values_list("body", "series", "number")
        for body, series, number in numbers:
            self._last[body, series] = max(self._last[body, series], number)

    def go_on_from(self, body: Body, fiscal_year: int, number: int) -> None:
        """Have `number` be the next one of the body in that year."""
        self._last[body.pk, body.series_of(fiscal_year)] = number - 1

    def take(self, body: Body, fiscal_year: int) -> int | None:
        """The body's next number in that year; None where its sittings have none."""
        if body.numbering == Body.Numbering.NONE:
            return None
        place = (body.pk, body.series_of(fiscal_year))
        self._last[place] += 1
        return self._last[place]
