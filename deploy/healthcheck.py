"""Ask this container's server whether it lives (`/healthz`); exits with 1 where it does not."""

import os
from urllib.request import Request, urlopen

if __name__ == "__main__":
    # By a name that it serves: any other is refused.
    name = os.environ.get("ALLOWED_HOSTS", "localhost").split(",")[0].strip().removeprefix(".")
    address = os.environ.get("HEALTHCHECK_URL", "http://127.0.0.1:8000/healthz")
    urlopen(Request(address, headers={"Host": name}), timeout=5).close()  # noqa: S310 (http alone)
