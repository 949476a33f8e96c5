"""Private files of this part: uploaded workbooks and finished exports, under MEDIA_ROOT, by random names.

Only views that judge permission open them. A name never leads to half a file: it is written beside, then renamed.
"""

import contextlib
import os
import secrets
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

from django.conf import settings

IMPORTS, EXPORTS = "imports", "exports"
_PRIVATE = 0o600


def keep(shelf: str, data: bytes) -> str:
    """Store `data` durably on a shelf and return its random name."""
    name, partial = secrets.token_hex(20), new_file(shelf)
    with partial.open("wb") as out:
        out.write(data)
        out.flush()
        os.fsync(out.fileno())
    partial.rename(path_of(shelf, name))
    return name


def new_file(shelf: str) -> Path:
    """An empty private file on the shelf, for somebody who writes bit by bit and then calls `shelve`."""
    folder = path_of(shelf, "")
    folder.mkdir(parents=True, exist_ok=True)
    path = folder / f"{secrets.token_hex(20)}.part"
    os.close(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, _PRIVATE))
    return path


def shelve(path: Path) -> str:
    """Give a finished `new_file` its lasting name and return it."""
    name = path.stem
    path.rename(path.with_name(name))
    return name


def discard(shelf: str, name: str) -> None:
    """Take away one file; it may be gone already."""
    with contextlib.suppress(FileNotFoundError):
        path_of(shelf, name).unlink()


def path_of(shelf: str, name: str) -> Path:
    """Where a file of a shelf lies."""
    return Path(settings.MEDIA_ROOT) / shelf / name


def files_on(shelf: str) -> Iterator[tuple[str, Path, datetime]]:
    """Every file of a shelf: name, path, when it was written."""
    for path in sorted(path_of(shelf, "").glob("*")):
        yield path.name, path, datetime.fromtimestamp(path.stat().st_mtime, UTC)
