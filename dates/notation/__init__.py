"""Official notation to Schedule: the grammar of dates as officials write them.

`read` is the one way in. Tokens, productions and their meaning are in tables (vocabulary.py,
grammar.py); context.py and placing.py fill in what a date leaves out; undated.py has the
wordings that name no day. Everything is pure: no database, no clock, no request.
"""

from dates.notation.reading import MAX_LENGTH, Reading, read

__all__ = ["MAX_LENGTH", "Reading", "read"]
