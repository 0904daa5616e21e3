"""The keys that rows may have."""

import pytest

from records.base import is_key


@pytest.mark.parametrize("value", [0, 7, "7", "007", str(2**63 - 1)])
def test_key_that_a_row_may_have(value):
    assert is_key(value)


@pytest.mark.parametrize(
    "value", ["", "-1", "1.0", "７", "x", str(2**63), "0" * 20 + "1" * 20, "0" * 5000]
)
def test_key_that_no_row_can_have(value):
    assert not is_key(value)
