"""Every table that is no record and yet stands in the journal."""

from jlis_gov import importing, office
from jlis_gov.accounts import tracked

TABLES = (*tracked.TABLES, importing.TRACKED, office.TRACKED)
