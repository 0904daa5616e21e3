"""Bodies that every test of meetings' forms may seat."""

import pytest

from tests.factories import BodyFactory


@pytest.fixture
def control():
    return BodyFactory(name="内部統制委員会", short_name="内部統制")


@pytest.fixture
def risk():
    return BodyFactory(name="リスク管理委員会", short_name="リスク")
