"""Accounts: how somebody signs in, what they may do and are in charge of, and who acts for them."""

from jlis_gov.accounts import roles, tracked
from jlis_gov.accounts.deputies import as_deputy
from jlis_gov.accounts.deputy_pages import ActAsDeputy, Deputies, EndDeputy, deputy_choices
from jlis_gov.accounts.pages import urlpatterns
from jlis_gov.accounts.tracked import mark_accounts, mark_password, watched_password

__all__ = [
    "ActAsDeputy",
    "Deputies",
    "EndDeputy",
    "as_deputy",
    "deputy_choices",
    "mark_accounts",
    "mark_password",
    "roles",
    "tracked",
    "urlpatterns",
    "watched_password",
]
