"""The room's name in the admin, and what it does when the database has been migrated."""

from pathlib import Path
from typing import Any

from django.apps import AppConfig
from django.conf import settings
from django.core.files.storage import FileSystemStorage, default_storage
from django.db import connections
from django.db.migrations.executor import MigrationExecutor
from django.db.models.signals import post_migrate
from django.utils.translation import gettext_lazy as _


class RecordsConfig(AppConfig):
    name = "records"
    verbose_name = _("Settings and journal")

    def ready(self) -> None:
        from records import papers  # has models, which this module comes before

        papers.allowed_types()  # a setting that names an unknown kind is told at the start
        if settings.CLAMD:
            papers.scanner_place()  # and so is a scanner that is nowhere
        post_migrate.connect(_after_migrating, sender=self)


def _after_migrating(*, plan: Any = None, using: str, **_kwargs: Any) -> None:
    """Make the folder of attachments, once, and journal the hashes of older files.

    From here on a folder that is not there is a fault: a disk that is not mounted. `flush` sends
    this signal, too, and without a plan.
    """
    from records.papers import journal_missing_hashes  # has models, which this module comes before

    if plan is None:
        return
    if isinstance(default_storage, FileSystemStorage):
        Path(default_storage.location).mkdir(parents=True, exist_ok=True)
    executor = MigrationExecutor(connections[using])
    if not executor.migration_plan(executor.loader.graph.leaf_nodes()):
        journal_missing_hashes()
