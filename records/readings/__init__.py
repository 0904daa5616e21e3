"""Who read which internal record on which day: a log of its own, beside the journal."""

from records.readings.middleware import ReadingsMiddleware
from records.readings.models import Reading
from records.readings.noting import mark_read

__all__ = ["Reading", "ReadingsMiddleware", "mark_read"]
