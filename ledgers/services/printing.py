"""Printing a ledger into a file of the machine: all of it under its name, or nothing."""

import contextlib
import hashlib
import os
import secrets
from datetime import date
from pathlib import Path

from django.db import transaction

from ledgers.kinds import LedgerKind, kind_of
from longting.common.errors import Refused
from longting.common.xlsx import CellError


@transaction.atomic
def print_ledger(key: str, *, to: Path, year: int, batch: int, force: bool, user, today: date) -> dict:
    """Write the workbook of the ledger kind `key` as `user` sees it; {kind, label, file, rows, sha256}.

    It is written beside `to` and then renamed; an existing file is kept unless `force`. The record in the audit trail
    stands exactly when the file does. Raises Refused for an unknown kind or list and a place that cannot be written.
    """
    kind = kind_of(key)
    if to.exists() and not force:
        raise Refused(f"文件 {to} 已有，没有覆盖。请换个名字，或加 --force。")
    partial = to.with_name(f".{to.name}.{secrets.token_hex(8)}.part")
    try:
        rows, sha256 = _write(kind, partial, filters={"batch": str(batch)}, year=year, user=user, today=today)
        partial.replace(to)
    except OSError as problem:
        raise Refused(f"不能写入 {to}：{problem.strerror}。请换个位置，或检查目录和权限。") from problem
    except CellError as problem:
        raise Refused(str(problem)) from problem
    finally:
        with contextlib.suppress(OSError):  # it was renamed, or its folder is none
            partial.unlink()
    return {"kind": kind.key, "label": kind.label, "file": str(to), "rows": rows, "sha256": sha256}


def _write(kind: LedgerKind, path: Path, **asked) -> tuple[int, str]:
    """Number of rows and SHA-256 of the workbook, durably on the disk at `path`."""
    with path.open("x+b") as out:
        rows = kind.export(out, **asked)
        out.flush()
        os.fsync(out.fileno())
        out.seek(0)
        return rows, hashlib.file_digest(out, "sha256").hexdigest()
