"""How the tables are emptied after a test whose transactions were real."""

from django.core.management.color import no_style
from django.db import connection

from tests.journal import unlocked

# `migrate` fills them, no test alters them, and Django's `flush` takes half a second to fill them.
KEPT = {"auth_permission", "django_content_type"}


def empty_tables() -> None:
    """Delete every row but those that `migrate` wrote.

    The journal's triggers refuse it, so it goes without them: a test itself meets them.
    """
    tables = connection.introspection.django_table_names(only_existing=True, include_views=False)
    statements = connection.ops.sql_flush(no_style(), sorted(set(tables) - KEPT))
    with unlocked():
        connection.ops.execute_sql_flush(statements)
