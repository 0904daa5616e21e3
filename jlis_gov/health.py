"""GET /healthz: is this process alive? GET /readyz: may traffic be sent here?"""

import logging

from django.http import HttpRequest, JsonResponse
from django.utils import timezone
from django.views.decorators.http import require_safe

from jlis_gov.readiness import faults

logger = logging.getLogger(__name__)
_HEADERS = {"Cache-Control": "no-store"}


@require_safe
def healthz(request: HttpRequest) -> JsonResponse:
    """Answer 200 as long as anything is answered; it asks for nothing that others keep up.

    Who restarts a process that is not alive must not restart it because a database is away.
    """
    return JsonResponse({"status": "ok"}, headers=_HEADERS)


@require_safe
def readyz(request: HttpRequest) -> JsonResponse:
    """Answer 200 when pages can be served and forms be kept, otherwise 503 and what is wrong.

    The words are the same for anyone and tell neither names nor places; the log has those.
    """
    if found := list(faults(timezone.now())):
        logger.error("Not ready: %s", ", ".join(found))
        headers = _HEADERS | {"Retry-After": "10"}
        return JsonResponse({"status": "error", "faults": found}, status=503, headers=headers)
    return JsonResponse({"status": "ok", "faults": []}, headers=_HEADERS)
