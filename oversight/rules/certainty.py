"""How sure the ground of a rule or of a duty is."""

from enum import StrEnum


class Certainty(StrEnum):
    """The text was read, or only told of, or not found."""

    READ = "read"
    SECONDARY = "secondary"
    UNVERIFIED = "unverified"
