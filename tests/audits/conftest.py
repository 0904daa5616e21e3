"""A department that every test of audits' forms may name."""

import pytest

from tests.factories import DepartmentFactory


@pytest.fixture
def office():
    return DepartmentFactory(name="情報処理部")
