"""How calendars get into somebody's own program: the public ones, and calendars of one's own."""

from jlis_gov.subscribing.own_calendars import NewCalendar, OwnCalendars, RevokeCalendar
from jlis_gov.subscribing.page import SubscribePage

__all__ = ["NewCalendar", "OwnCalendars", "RevokeCalendar", "SubscribePage"]
