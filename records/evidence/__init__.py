"""Evidence bundles: records with their history, signed, and their verifier."""

from records.evidence import bundle, keys
from records.evidence.bundle import Order
from records.evidence.verifier import Verdict, read_anchors, verify

__all__ = ["Order", "Verdict", "bundle", "keys", "read_anchors", "verify"]
