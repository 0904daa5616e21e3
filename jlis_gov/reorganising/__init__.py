"""The office's pages of reorganisations: one form for all of it, what is left over, taking it back.

The act itself is `organization.reorganising`; every room tells of its own loose ends.
"""

from jlis_gov.reorganising.page import ReorganisePage
from jlis_gov.reorganising.rest import RestPage
from jlis_gov.reorganising.rights import may_reorganise
from jlis_gov.reorganising.tools import tools_of_department, tools_of_reorganisation
from jlis_gov.reorganising.undo import UndoPage

__all__ = [
    "ReorganisePage",
    "RestPage",
    "UndoPage",
    "may_reorganise",
    "tools_of_department",
    "tools_of_reorganisation",
]
