"""What stands around an official letter: number, date, addressee, sender, contact."""

from dataclasses import dataclass
from datetime import date

from dates import Schedule, word
from records.documents.form import Values

SEAL_OMITTED = "（公印省略）"
DRAFT_MARK = "（案）"
# The values of every letter, as a sample for its form.
LETTER_SAMPLE: Values = {
    **{name: name for name in ("文書番号", "日付", "公印省略", "案")},
    **{name: [name] for name in ("宛先", "差出人", "連絡先", "配布先")},
}


@dataclass(frozen=True, kw_only=True, slots=True)
class Letter:
    """The frame of a letter; what is not known is empty and stays blank.

    Addressee, sender, contact and distribution may have several lines. The honorific stands after
    each line of the addressee; `is_draft` marks the title with （案）.
    """

    number: str = ""
    dated_on: date | None = None
    addressee: str = ""
    honorific: str = ""
    sender: str = ""
    seal_omitted: bool = False
    contact: str = ""
    distribution: str = ""
    is_draft: bool = False

    def values(self) -> Values:
        """The values by the words under which every template has them."""
        return {
            "文書番号": self.number,
            "日付": official_day(self.dated_on),
            "宛先": [f"{line}　{self.honorific}".strip() for line in lines_of(self.addressee)],
            "差出人": lines_of(self.sender),
            "公印省略": SEAL_OMITTED if self.seal_omitted else "",
            "連絡先": lines_of(self.contact),
            "配布先": lines_of(self.distribution),
            "案": DRAFT_MARK if self.is_draft else "",
        }


def official_day(day: date | None) -> str:
    """A day as official texts print it: 令和８年４月１日; empty where none is known."""
    return word(Schedule.on(day)) if day else ""


def lines_of(text: str) -> list[str]:
    """The lines of a text that are not empty."""
    return [line.strip() for line in text.splitlines() if line.strip()]
