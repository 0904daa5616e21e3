"""Write .env for one's own machine, once: `python3 -m jlis_gov.local_profile`.

It needs nothing but Python, because settings cannot be read before it has run.
"""

import os
import secrets
import sys
from pathlib import Path

PROFILE = """\
# The local profile: made once, never overwritten. README.md lists every variable.
SECRET_KEY={secret}
# Without a certificate there is no HTTPS here; leave this out on a real site.
PLAIN_HTTP=true
# Mails are printed, not sent.
EMAIL_URL=consolemail://
SITE_URL=http://localhost:8000
"""


def write(path: Path) -> bool:
    """Write a local profile with a new secret to `path`, readable by its owner alone.

    Returns False, and changes nothing, when the file is already there.
    """
    try:
        descriptor = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    except FileExistsError:
        return False
    with os.fdopen(descriptor, "w", encoding="utf-8") as file:
        file.write(PROFILE.format(secret=secrets.token_urlsafe(50)))
    return True


if __name__ == "__main__":
    env_file = Path(__file__).resolve().parent.parent / ".env"
    if write(env_file):
        sys.stdout.write(f"Wrote {env_file.name} with a new secret.\n")
