"""A row that belongs to a record."""

from collections.abc import Iterable
from typing import Any, ClassVar

from records import change
from records.base.journalled import JournalledModel
from records.base.record import Record


class Part(JournalledModel):
    """A row that belongs to a record and is journalled with it."""

    part_of: ClassVar[str]

    class Meta(JournalledModel.Meta):
        abstract = True

    def save(self, *args: Any, **kwargs: Any) -> None:
        if not self._state.adding:
            for row in type(self).objects.filter(pk=self.pk).exclude(**{self.part_of: self.owner}):
                for record in row.roots():  # it moves: what it leaves has changed, too
                    change.mark_changed(record)
        super().save(*args, **kwargs)

    @classmethod
    def visibility_path(cls) -> str:
        return f"{cls.part_of}__visibility"

    @property
    def owner(self) -> Any:
        """The row this one is a part of: a record, or another part."""
        return getattr(self, self.part_of)

    def roots(self) -> Iterable[Record]:
        return self.owner.roots()
