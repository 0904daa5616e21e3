"""What opens an account beside the sign-in's form: first password, reset, second factor.

On django-allauth, in our words and addresses (docs/adr/0023-accounts.md).
"""

from jlis_gov.accounts.credentials.mail_address import (
    AddressPage,
    ConfirmAddress,
    address_is_confirmed,
    set_confirmed,
)
from jlis_gov.accounts.credentials.passwords import must_choose_password
from jlis_gov.accounts.credentials.urls import urlpatterns

__all__ = [
    "AddressPage",
    "ConfirmAddress",
    "address_is_confirmed",
    "must_choose_password",
    "set_confirmed",
    "urlpatterns",
]
