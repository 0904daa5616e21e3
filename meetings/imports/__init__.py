"""Tables 2 to 7 and 13 of the annual report, brought into the register."""

from meetings.imports.intake import ANY_MEETINGS, ANY_MEMBERS
from meetings.imports.tables import (
    CONTRACT_MONITORING,
    INTERNAL_CONTROL,
    MANAGEMENT,
    MANAGEMENT_MEMBERS,
    REPRESENTATIVE,
    REPRESENTATIVE_MEMBERS,
    RISK_MANAGEMENT,
)

__all__ = [
    "ANY_MEETINGS",
    "ANY_MEMBERS",
    "CONTRACT_MONITORING",
    "INTERNAL_CONTROL",
    "MANAGEMENT",
    "MANAGEMENT_MEMBERS",
    "REPRESENTATIVE",
    "REPRESENTATIVE_MEMBERS",
    "RISK_MANAGEMENT",
]
