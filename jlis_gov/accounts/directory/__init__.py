"""The agency's directory: it signs its people in by OpenID Connect and says which roles they have.

Without `settings.DIRECTORY` there is none, and no page of it (docs/adr/0049-sign-in.md).
"""

from jlis_gov.accounts.directory.membership import (
    is_by_directory,
    is_known,
    keep_local_roles,
    leave,
    local_groups,
    roles_of_directory,
)
from jlis_gov.accounts.directory.pages import urlpatterns

__all__ = [
    "is_by_directory",
    "is_known",
    "keep_local_roles",
    "leave",
    "local_groups",
    "roles_of_directory",
    "urlpatterns",
]
