"""One moment of the database, for whoever reads long."""

import pytest
from django.db import connection

from records.snapshot import snapshot


@pytest.mark.django_db(transaction=True)
def test_database_is_known_to_take_json_whoever_asks_first():
    """Django tries it in a transaction of its own, and remembers for good that it failed."""
    connection.features.__dict__.pop("supports_json_field", None)
    with snapshot():
        assert connection.features.supports_json_field
