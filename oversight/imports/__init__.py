"""Tables of any form brought into oversight's records: submissions."""

from oversight.imports.submission_table import ANY_SUBMISSIONS

__all__ = ["ANY_SUBMISSIONS"]
