"""Workbooks as people send them, and imports of them."""

import io
from collections.abc import Iterable
from datetime import date
from pathlib import Path

import openpyxl
from django.core.files.uploadedfile import SimpleUploadedFile

from ledgers.examine import Examined, examine
from ledgers.kinds import kind_of
from ledgers.models import ImportBatch
from ledgers.services import imports

TODAY = date(2026, 11, 24)
SAMPLE = Path(__file__).parents[1] / "data" / "workbooks" / "年度重点项目名单_样例.xlsx"
TITLE = "龙亭区2026年重点项目名单"
HEADINGS = ("项目名称", "责任单位", "总投资（万元）", "2026年计划投资（万元）", "建设起止年限")
PLAIN = ("凤凰广场", "北郊乡人民政府", 20000, 5000, "2026-03/2027-10")


def book(*rows: Iterable, headings: Iterable = HEADINGS, title: str = TITLE) -> bytes:
    """An .xlsx of a list; a row of None values is left empty."""
    workbook = openpyxl.Workbook()
    sheet = workbook.active
    sheet.title = "名单"
    if title:
        sheet.append([title])
    sheet.append(list(headings))
    for number, row in enumerate(rows, start=sheet.max_row + 1):
        for column, value in enumerate(row, start=1):
            cell = sheet.cell(number, column, value)
            if isinstance(value, str):
                cell.data_type = "s"  # a name that begins with "=" is a name
    out = io.BytesIO()
    workbook.save(out)
    return out.getvalue()


def row(**changes) -> tuple:
    """PLAIN with some cells changed: name, unit, total, plan, period."""
    names = ("name", "unit", "total", "plan", "period")
    return tuple((dict(zip(names, PLAIN, strict=True)) | changes).values())


def checked(data: bytes | Path, actor, **more) -> Examined:
    """What the check says of a workbook, without storing anything."""
    given = {"filename": "名单.xlsx", "kind": kind_of("annual_list"), "year": None, "actor": actor, "today": TODAY}
    return examine(data, **(given | more))


def upload(data: bytes | Path, actor, *, name: str = "名单.xlsx", year: int | None = None) -> ImportBatch:
    """A workbook taken in, not yet checked."""
    content = data if isinstance(data, bytes) else data.read_bytes()
    file = SimpleUploadedFile(name, content)
    return imports.receive_workbook(file, kind=kind_of("annual_list"), year=year, actor=actor).batch


def brought(data: bytes | Path, actor, **more) -> ImportBatch:
    """A workbook taken in and checked."""
    return imports.check_batch(upload(data, actor, **more), actor=actor, today=TODAY)


def answered(batch: ImportBatch, answers: dict, actor, **more) -> ImportBatch:
    """The batch after these answers (row of the sheet → field → decision) were kept and it was checked anew."""
    pks = dict(batch.rows.values_list("row", "pk"))
    decisions = {pks[number]: said for number, said in answers.items()}
    waiting = imports.resolve_rows(batch, decisions, version=batch.version, actor=actor, **more)
    return imports.check_batch(waiting, actor=actor, today=TODAY)


def committed(data: bytes | Path, actor) -> ImportBatch:
    """A workbook taken in, checked and written."""
    batch = brought(data, actor)
    imports.commit_batch(batch, version=batch.version, actor=actor, today=TODAY)
    batch.refresh_from_db()
    return batch


def statuses(found: Examined | ImportBatch) -> list[str]:
    """The results of the rows in their order."""
    rows = found.rows if isinstance(found, Examined) else found.rows.order_by("row")
    return [str(one.status) for one in rows]


def doubts(one) -> list[tuple[str, str, str]]:
    """(field, code, level) of a row's problems."""
    return [(problem["field"], problem["code"], problem["level"]) for problem in one.problems]
