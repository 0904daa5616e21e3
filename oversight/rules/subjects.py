"""What an observation points at."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Subject:
    """A record that an observation is about: its kind, as `meetings.meeting`, and its uid."""

    label: str
    uid: str
