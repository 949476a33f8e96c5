"""Where the bytes lie: under MEDIA_ROOT, outside the web root, under random names, in folders of at most 256 parts."""

import contextlib
import os
import secrets
from collections.abc import Iterator
from pathlib import Path
from typing import BinaryIO

from django.conf import settings

PARTIAL = ".part"
_PRIVATE = 0o600


def keep(data: bytes) -> str:
    """Store `data` durably and return its random name: written beside, flushed to the disk, then renamed, so that a
    name never leads to half a file."""
    name = secrets.token_hex(20)
    target = path_of(name)
    target.parent.mkdir(parents=True, exist_ok=True)
    partial = target.with_suffix(PARTIAL)
    try:
        with open(os.open(partial, os.O_WRONLY | os.O_CREAT | os.O_EXCL, _PRIVATE), "wb") as out:
            out.write(data)
            out.flush()
            os.fsync(out.fileno())
        partial.rename(target)
    except OSError:
        discard_path(partial)
        raise
    _flush_folder(target.parent)
    return name


def discard(name: str) -> None:
    """Take away what `keep` stored, when the row that should point to it did not come into being."""
    discard_path(path_of(name))


def discard_path(path: Path) -> None:
    """Take away one file; it may be gone already."""
    with contextlib.suppress(FileNotFoundError):
        path.unlink()


def open_stored(name: str) -> BinaryIO:
    """The stored bytes for reading. Raises FileNotFoundError."""
    return path_of(name).open("rb")


def path_of(name: str) -> Path:
    """Where `name` lies."""
    return root() / relative(name)


def relative(name: str) -> str:
    """The path below the root, as the reverse proxy is told it."""
    return f"{name[:2]}/{name[2:]}"


def root() -> Path:
    """The folder of all attachments."""
    return Path(settings.MEDIA_ROOT) / "attachments"


def stored_files() -> Iterator[tuple[str, Path]]:
    """Every file of the store as (name, path); a partial one has its ending in the name."""
    for path in root().glob("??/*"):
        yield f"{path.parent.name}{path.name}", path


def _flush_folder(folder: Path) -> None:
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
