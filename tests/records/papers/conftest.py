"""A folder of attachments of its own for each test, and handouts with files in it."""

from collections.abc import Callable
from pathlib import Path

import pytest
from django.core.files.base import ContentFile

from meetings.models import Handout
from tests.factories import HandoutFactory

FOLDER = {"default": {"BACKEND": "django.core.files.storage.FileSystemStorage"}}


@pytest.fixture
def media(settings, tmp_path) -> Path:
    """The folder of attachments."""
    settings.STORAGES = settings.STORAGES | FOLDER
    settings.MEDIA_ROOT = tmp_path / "media"
    settings.MEDIA_ROOT.mkdir()
    return settings.MEDIA_ROOT


@pytest.fixture
def handout_with(media) -> Callable[..., Handout]:
    """Makes a handout with a file of this content and name."""

    def make(content: bytes = b"%PDF-1.4 x", name: str = "議案　第１号.pdf", **facts) -> Handout:
        return HandoutFactory(file=ContentFile(content, name=name), **facts)

    return make
