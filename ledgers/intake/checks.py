"""Checks that need all rows of the file: the same project twice, the same code twice."""

from collections.abc import Iterable

from ledgers.intake.outcome import Row
from longting.common.text import name_key


def check_across(rows: Iterable[Row]) -> None:
    """Add a problem to the second of two rows that say the same project, naming the first."""
    names: dict[str, Row] = {}
    alike: dict[str, Row] = {}
    codes: dict[str, Row] = {}
    for row in rows:
        code = row.values.get("project_code")
        if code and (first := codes.setdefault(code, row)) is not row:
            row.doubt(
                "project_code",
                "code_repeated",
                "error",
                f"项目代码与{_place(first, row)}相同。请核对，或删除重复的一行。",
            )
        if not row.name:
            continue
        if (first := names.setdefault(row.name, row)) is not row:
            row.doubt(
                "name", "name_repeated", "error", f"项目名称与{_place(first, row)}相同。请改名，或删除重复的一行。"
            )
        elif (first := alike.setdefault(name_key(row.name), row)) is not row and not _told_apart(first, row):
            message = f"项目名称与{_place(first, row)}“{first.name}”相近。请确认是两个项目。"
            row.doubt("name", "name_alike", "flag", message)


def _told_apart(first: Row, second: Row) -> bool:
    """Two different project codes prove two projects."""
    codes = (first.values.get("project_code"), second.values.get("project_code"))
    return all(codes) and codes[0] != codes[1]


def _place(first: Row, second: Row) -> str:
    return f"第 {first.row} 行" if first.sheet == second.sheet else f"工作表“{first.sheet}”第 {first.row} 行"
