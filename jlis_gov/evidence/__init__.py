"""Evidence bundles of what a list shows: their records, and the page that hands them out."""

from jlis_gov.evidence.pages import EvidencePage
from jlis_gov.evidence.selection import KINDS, chosen, operators_request, order

__all__ = ["KINDS", "EvidencePage", "chosen", "operators_request", "order"]
