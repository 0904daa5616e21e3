"""Evidence bundles: made for inspectors, verified by anyone (docs/evidence.md)."""
