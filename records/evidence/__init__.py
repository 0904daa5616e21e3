"""Evidence bundles: records with their history, signed, and their verifier."""

from records.evidence import bundle, check, keys
from records.evidence.bundle import Order
from records.evidence.isolated import Examination, examine
from records.evidence.verifier import Verdict, messages_in, read_anchors, verify

__all__ = [
    "Examination",
    "Order",
    "Verdict",
    "bundle",
    "check",
    "examine",
    "keys",
    "messages_in",
    "read_anchors",
    "verify",
]
