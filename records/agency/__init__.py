"""What the office settles of the agency: its names, sender, texts, logo and periods, journalled."""

from records.agency.fields import kinds_kept
from records.agency.models import AgencySettings, RetentionPeriod
from records.agency.reading import (
    Agency,
    at_moment,
    current,
    in_fiscal_year,
    known,
    known_by,
    retention_periods,
    sender,
)
from records.agency.stamps import stamp
from records.agency.synonyms import same_words
from records.agency.validators import validate_logo
from records.agency.views import LogoView

__all__ = [
    "Agency",
    "AgencySettings",
    "LogoView",
    "RetentionPeriod",
    "at_moment",
    "current",
    "in_fiscal_year",
    "kinds_kept",
    "known",
    "known_by",
    "retention_periods",
    "same_words",
    "sender",
    "stamp",
    "validate_logo",
]
