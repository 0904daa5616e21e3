"""The numbers of sittings, counted on in each body's series."""

from meetings.models import Body, Session


class NextNumbers:
    """Gives one number after the other, from the highest one given so far."""

    def __init__(self) -> None:
        self._last = Session.objects.last_numbers()

    def go_on_from(self, body: Body, fiscal_year: int, number: int) -> None:
        """Have `number` be the next one of the body in that year."""
        self._last[body.pk, body.series_of(fiscal_year)] = number - 1

    def take(self, body: Body, fiscal_year: int) -> int | None:
        """The body's next number in that year; None where its sittings have none."""
        if body.numbering == Body.Numbering.NONE:
            return None
        place = (body.pk, body.series_of(fiscal_year))
        self._last[place] = self._last.get(place, 0) + 1
        return self._last[place]
