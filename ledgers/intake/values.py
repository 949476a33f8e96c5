"""One cell at a time: what it says, normalised, with every doubt at its column.

A `flag` leaves the fact unset and to be confirmed by a person, the printed words kept; an `error` keeps the row out.
"""

import re
from collections.abc import Callable
from decimal import Decimal

from ledgers.intake.declaration import Field
from ledgers.intake.headings import UNKNOWN
from ledgers.intake.outcome import Row
from ledgers.intake.vocabulary import NATURES, STAGES, levels_of, nature_of, stage_of, yes_or_no
from longting.accounts.unit_names import UnitMatch
from longting.common.codes import check_project_code, check_uscc
from longting.common.money import Amount, Unit, parse_amount, plain_wan
from longting.common.periods import parse_month, parse_period
from longting.common.sheets.book import Cell
from longting.common.text import split_people, tidy

ERRORS = {"negative", "too_large", "too_precise", "not_a_number", "cell_error", "no_such_month", "end_before_start"}
"""Doubts of amounts and periods that are plain mistakes; all others may be kept as printed until somebody confirms."""
_QUOTED = 40
_NO_CODE = re.compile(r"[-—–/\\]+|暂?无|暂未(?:办理|取得)|未(?:办理|取得)|(?:正在)?办理中|(?:待|在)办")
LARGEST_DOUBT = Decimal(50_000_000)
"""万元 (5000 亿元): beyond, a unit is likelier wrong than the project that big."""
SURE_WITHOUT_UNIT = (Decimal(1000), Decimal(5_000_000))
"""A bare number between these is 万元 though nobody wrote so: in 元 or 亿元 it would be no project of a district."""


def read_text(row: Row, field: Field, cell: Cell) -> None:
    """A text on one line; longer than the database keeps is an error, never cut."""
    _set_text(row, field, tidy(cell.text))


def read_lines(row: Row, field: Field, cell: Cell) -> None:
    """A text that may have several lines."""
    lines = [tidy(line) for line in cell.text.replace("\r\n", "\n").replace("\r", "\n").split("\n")]
    _set_text(row, field, "\n".join(lines).strip("\n"))


def _set_text(row: Row, field: Field, text: str) -> None:
    if field.longest and len(text) > field.longest:
        message = f"{field.label}有 {len(text):,} 个字，最多 {field.longest} 个字。请缩短。"
        row.doubt(field.key, "too_long", "error", message)
    else:
        row.set(field.key, text)


def read_serial(row: Row, field: Field, cell: Cell) -> None:
    """A running number; what is none is simply not kept, because lists are numbered anew."""
    text = tidy(cell.text)
    row.set(field.key, text if text.isdecimal() else None)


def say_the_same(field: Field, one: tuple[Cell, str], other: tuple[Cell, str]) -> bool:
    """Whether two cells, each with the unit of its column, say the same of a field."""
    if field.kind != "money":
        return tidy(one[0].text) == tidy(other[0].text)
    first, second = (parse_amount(cell.text + cell.unit, _unit_of(unit)).value for cell, unit in (one, other))
    return first == second and first is not None


def _unit_of(unit: str) -> Unit:
    return Unit(unit) if unit in list(Unit) else Unit.WAN


def read_money(row: Row, field: Field, cell: Cell, unit: str) -> None:
    """An amount as 万元. `unit` is that of bare numbers in this column, "" when nobody stated one."""
    if cell.unit == "?":
        message = f"“{_shown(cell)}”的数字格式带单位又缩放了数字，看到的和存的不一样。请把单元格改为常规格式后填写。"
        row.doubt(field.key, "scaled_format", "flag", message)
        return
    if cell.kind in ("date", "bool"):
        row.doubt(
            field.key, "not_a_number", "error", f"“{_shown(cell)}”不是金额。请把单元格改为常规格式，填写一个数字。"
        )
        return
    raw = float(cell.text) if cell.kind == "number" and not cell.unit else cell.text + cell.unit
    amount = parse_amount(raw, _unit_of(unit))
    if unit == UNKNOWN and amount.value and amount.unit is None:
        message = f"“{_shown(cell)}”的单位不是亿元、万元或元，没有读取。请连单位一起填写，如 12000万元。"
        row.doubt(field.key, "unit_unknown", "flag", message)
    elif amount.problem:
        level = "error" if amount.problem in ERRORS else "flag"
        row.doubt(field.key, amount.problem, level, amount.message)
    elif amount.value is not None:
        _set_amount(row, field, amount, written=_shown(cell), stated=bool(unit or amount.unit))


def _set_amount(row: Row, field: Field, amount: Amount, *, written: str, stated: bool) -> None:
    value, plain = amount.value, plain_wan(amount.value)
    smallest, largest = SURE_WITHOUT_UNIT
    if not stated and value and not smallest <= value <= largest:
        units = "亿元还是万元" if value < smallest else "万元还是元"
        message = f"“{written}”没写单位，看不出是{units}。请在表头、表角或单元格里写明单位。"
        row.doubt(field.key, "unit_missing", "flag", message)
        return
    if value > LARGEST_DOUBT:
        message = f"“{written}”合 {plain_wan(value / 10000)} 亿元，太大了。请核对单位是亿元、万元还是元。"
        row.doubt(field.key, "unit_doubtful", "flag", message)
        return
    row.set(field.key, plain)
    if amount.approximate:
        row.doubt(field.key, "approximate", "note", f"“{written}”是约数，按 {Decimal(plain):,f} 万元读取。")


def read_month(row: Row, field: Field, cell: Cell) -> None:
    """One month as `2026-03`."""
    found = parse_month(cell.text)
    if found.problem:
        row.doubt(field.key, found.problem, "error" if found.problem in ERRORS else "flag", found.message)
    row.set(field.key, str(found.month) if found.month else None)


def read_period(row: Row, field: Field, cell: Cell) -> None:
    """建设起止年限 as start_month and end_month."""
    found = parse_period(cell.text)
    if found.problem:
        row.doubt(field.key, found.problem, "error" if found.problem in ERRORS else "flag", found.message)
    row.set("start_month", str(found.start) if found.start else None)
    row.set("end_month", str(found.end) if found.end else None)


def read_people(row: Row, field: Field, cell: Cell) -> None:
    """Names and telephones: in words under the field's key, as pairs in `parsed`."""
    people = split_people(cell.text)
    row.parsed[field.key] = people
    row.set(field.key, "；".join(" ".join(part for part in person if part) for person in people))


def read_unit(row: Row, field: Field, cell: Cell, resolve: Callable[[str], UnitMatch]) -> None:
    """An organisation by its full name; its id in `parsed`."""
    match = resolve(cell.text)
    row.set(field.key, match.name)
    row.parsed[field.key] = match.id
    row.parsed["closed_unit"] = match.candidates[0].id if match.code == "inactive_unit" else None
    if match.code:
        level = "flag" if match.code in ("several_units", "ambiguous_unit") else "error"
        row.doubt(field.key, match.code, level, match.message)


def read_stage_or_nature(row: Row, field: Field, cell: Cell) -> None:
    """Stage or nature, told apart by the word itself and not by the heading, which often says 建设性质 over stages."""
    text = tidy(cell.text)
    stage, nature = stage_of(text), nature_of(text)
    if stage and (field.kind == "stage" or not row.values.get("stage")):
        row.set("stage", stage)
    if nature:
        row.set("nature", nature)
    if not stage and not nature:
        message = (
            f"“{_shown(cell)}”不是阶段（{'、'.join(STAGES)}），也不是建设性质（{'、'.join(NATURES)}）。请改成其中一个。"
        )
        row.doubt(field.key, "unknown_word", "flag", message)


def read_levels(row: Row, field: Field, cell: Cell) -> None:
    """省, 市, 区 levels of the project, as is_province and is_city."""
    levels = levels_of(cell.text)
    if not levels:
        message = f"“{_shown(cell)}”看不出级别。请写成省、市、区，几个都是的用顿号隔开。"
        row.doubt(field.key, "unknown_word", "flag", message)
        return
    row.set(field.key, "、".join(levels))
    row.set("is_province", "是" if "省" in levels else "否")
    row.set("is_city", "是" if "市" in levels else "否")


def read_yes_no(row: Row, field: Field, cell: Cell) -> None:
    """是 or 否."""
    answer = yes_or_no(cell.text)
    if answer is None:
        message = f"“{_shown(cell)}”看不出是或否。请填“是”或“否”。"
        row.doubt(field.key, "unknown_word", "flag", message)
    else:
        row.set(field.key, "是" if answer else "否")


def read_code(row: Row, field: Field, cell: Cell) -> None:
    """项目代码 or 统一社会信用代码 in printed form; words that say there is none yet (无, 办理中) say nothing."""
    if _NO_CODE.fullmatch(tidy(cell.text)):
        return
    found = (check_uscc if field.kind == "uscc" else check_project_code)(cell.text)
    if found.problem:
        row.doubt(field.key, found.problem, "flag", found.message)
    else:
        row.set(field.key, found.code)
        if found.warning:
            row.doubt(field.key, "code_warning", "note", found.warning)


def _shown(cell: Cell) -> str:
    """What a message quotes of a cell."""
    text = tidy(cell.text[:_QUOTED])
    return text if len(cell.text) <= _QUOTED else f"{text}…"
