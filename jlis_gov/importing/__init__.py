"""The office's page that brings a table in: choose, look, confirm."""

from jlis_gov.importing.forms import choices_for
from jlis_gov.importing.pages import ImportPage, TemplatePage

__all__ = ["ImportPage", "TemplatePage", "choices_for"]
