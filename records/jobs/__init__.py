"""Jobs that a timer starts: how often each is due, and when it last succeeded."""

from records.jobs.models import JobRun

__all__ = ["JobRun"]
