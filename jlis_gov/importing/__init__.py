"""A table brought in by three steps, read, plan and write, and the office's page for them."""

from jlis_gov.importing import answers, steps
from jlis_gov.importing.forms import may_import
from jlis_gov.importing.layout_pages import LayoutsPage
from jlis_gov.importing.layouts import built_in_named
from jlis_gov.importing.pages import ImportPage, TemplatePage
from jlis_gov.importing.tracked import TRACKED

__all__ = [
    "TRACKED",
    "ImportPage",
    "LayoutsPage",
    "TemplatePage",
    "answers",
    "built_in_named",
    "may_import",
    "steps",
]
