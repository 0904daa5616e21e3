"""Corrections (正誤) of public records, announced in words that are meant for the public."""

from records.corrections.announcing import announce, withdraw
from records.corrections.models import LONGEST_WORDS, Correction

__all__ = ["LONGEST_WORDS", "Correction", "announce", "withdraw"]
