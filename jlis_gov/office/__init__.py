"""The office's pages in the admin: its desk, plans copied into another year, corrections, mails."""

from jlis_gov.office.corrections import TRACKED

__all__ = ["TRACKED"]
