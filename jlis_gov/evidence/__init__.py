"""Evidence bundles: the records of a list, the page that hands them out, the one that checks."""

from jlis_gov.evidence.pages import EvidencePage
from jlis_gov.evidence.selection import KINDS, chosen, operators_request, order
from jlis_gov.evidence.verifying import VerifyPage

__all__ = ["KINDS", "EvidencePage", "VerifyPage", "chosen", "operators_request", "order"]
