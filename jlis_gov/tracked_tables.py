"""Every table that is no record and yet stands in the journal."""

from jlis_gov import corrections, importing, tracked

TABLES = (*tracked.TABLES, importing.TRACKED, corrections.TRACKED)
