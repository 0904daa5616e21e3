"""Django's LOGGING: errors go to standard error, masked where an address is a password."""

LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {"line": {"format": "{asctime} {levelname} {name}: {message}", "style": "{"}},
    "filters": {
        "brief": {"()": "jlis_gov.logs.WithoutTrace"},
        "masked": {"()": "jlis_gov.logs.MaskTokens"},
    },
    "handlers": {
        "stderr": {
            "class": "logging.StreamHandler",
            "formatter": "line",
            "filters": ["brief", "masked"],
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
        "waitress.queue": {"level": "ERROR"},  # it warns of every request that waits for its turn
    },
}
