"""Asks the web process of this container whether it answers; the exit code is the answer (0 = yes).

The host name is one the site answers to, because a request for any other name is refused.
"""

import os
import sys
from http.client import HTTPConnection, HTTPException

PORT = 8000
SECONDS = 4


def answers(path: str, host: str) -> bool:
    """Whether `path` of the local web process answers 200 when asked as `host`."""
    connection = HTTPConnection("127.0.0.1", PORT, timeout=SECONDS)
    try:
        connection.request("GET", path, headers={"Host": host})
        return connection.getresponse().status == 200
    except (OSError, HTTPException):
        return False
    finally:
        connection.close()


if __name__ == "__main__":
    sys.exit(0 if answers(sys.argv[1], os.environ.get("ALLOWED_HOSTS", "localhost").split(",")[0]) else 1)
