"""What a check found, for the terminal and for programs (the JSON of `import_workbook`)."""

from collections.abc import Iterator

from ledgers.enums import RowStatus
from ledgers.examine import Examined
from ledgers.verdict import Checked

_SHOWN = (RowStatus.ERROR, RowStatus.FLAG)


def as_json(kind: str, found: Examined) -> dict:
    """Rows in the order of the workbook, the skipped ones among them; amounts as 万元 in plain text, null in doubt."""
    places = {name: place for place, name in enumerate(found.sheets)}
    rows = sorted([*found.rows, *found.skipped], key=lambda row: (places.get(row.sheet, len(places)), row.row))
    summary = {**found.counts, "year": found.year, "notes": found.notes}
    return {"kind": kind, "rows": [_row(row) for row in rows], "summary": summary}


def lines(found: Examined) -> Iterator[str]:
    """The check in words: figures, notes, then every row that waits for somebody."""
    counts = found.counts
    skipped = f"（{counts['skipped_words']}）" if counts["skipped"] else ""
    yield f"年度 {found.year or '未识别'}，读到 {counts['read']} 行，跳过 {counts['skipped']} 行{skipped}"
    yield "，".join(f"{status.label} {counts[status.value]}" for status in RowStatus if status != RowStatus.SKIPPED)
    yield from found.notes
    for row in found.rows:
        for problem in row.problems if row.status in _SHOWN else ():
            if problem["level"] != "note":
                place = f"{problem['column']}{row.row}" if problem["column"] else f"第 {row.row} 行"
                yield f"  {row.sheet} {place}　{row.name or '（空）'}：{problem['message']}"


def _row(row: Checked) -> dict:
    problems = [{key: problem[key] for key in ("column", "code", "message")} for problem in row.problems]
    named = {"sheet": row.sheet, "row": row.row, "status": row.status.value, "name": row.name}
    return {**named, "values": row.values, "problems": problems}
