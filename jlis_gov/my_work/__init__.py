"""What waits for one person, as a page, as a number and as a daily mail."""

from jlis_gov.my_work import digest
from jlis_gov.my_work.digest_pages import DigestPage
from jlis_gov.my_work.page import MyWorkPage, in_brief, landing_address, number_waiting

__all__ = ["DigestPage", "MyWorkPage", "digest", "in_brief", "landing_address", "number_waiting"]
