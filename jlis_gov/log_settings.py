"""Django's LOGGING: errors go to standard error, masked where an address is a password."""

from typing import Any

_FIELDS = "{asctime}{levelname}{name}{message}{request_id}"
_MOMENT = "%Y-%m-%dT%H:%M:%S%z"  # the offset is that of TIME_ZONE


def logging(*, as_json: bool) -> dict[str, Any]:
    """The settings; with `as_json`, each line is a JSON object, and each request has one."""
    return {
        "version": 1,
        "disable_existing_loggers": False,
        "formatters": {
            "line": {
                "format": "{asctime} {levelname} {name}: {message}",
                "datefmt": _MOMENT,
                "style": "{",
            },
            "json": {
                "()": "pythonjsonlogger.json.JsonFormatter",
                "fmt": _FIELDS,
                "datefmt": _MOMENT,
                "style": "{",
                "rename_fields": {"asctime": "at", "levelname": "level", "name": "logger"},
                "json_ensure_ascii": False,
            },
        },
        "filters": {
            "identified": {"()": "jlis_gov.request_log.WithRequestId"},
            "brief": {"()": "jlis_gov.logs.WithoutTrace"},
            "masked": {"()": "jlis_gov.logs.MaskTokens"},
        },
        "handlers": {
            "stderr": {
                "class": "logging.StreamHandler",
                "formatter": "json" if as_json else "line",
                "filters": ["identified", "brief", "masked"],
            },
        },
        "root": {"handlers": ["stderr"], "level": "WARNING"},
        "loggers": {
            "django": {"handlers": [], "level": "WARNING"},
            "django.request": {"level": "ERROR"},
            # Its own handler would write every request of `runserver`, unmasked.
            "django.server": {"handlers": ["stderr"], "level": "INFO", "propagate": False},
            # It warns at every HEAD, because Django leaves dropping the body to the server.
            "gunicorn.http.wsgi": {"level": "ERROR"},
            "jlis_gov.requests": {"level": "INFO" if as_json else "WARNING"},
            # It warns of every request that waits for its turn.
            "waitress.queue": {"level": "ERROR"},
        },
    }
