"""GET /healthz: may traffic be sent here?"""

import logging

from django.db import Error
from django.db.migrations.recorder import MigrationRecorder
from django.http import HttpRequest, JsonResponse
from django.views.decorators.http import require_safe

logger = logging.getLogger(__name__)


@require_safe
def healthz(request: HttpRequest) -> JsonResponse:
    """Answer 200 when the database answers and has been migrated, otherwise 503; never stored.

    It asks the table of migrations because an empty SQLite file would answer `SELECT 1` too.
    """
    try:
        is_migrated = MigrationRecorder.Migration.objects.exists()
    except Error:
        logger.exception("The health check cannot reach the database")
        is_migrated = False
    answer = {"status": "ok"} if is_migrated else {"status": "error", "fault": "database"}
    return JsonResponse(
        answer, status=200 if is_migrated else 503, headers={"Cache-Control": "no-store"}
    )
