"""Money: Decimal 万元 in Python and on pages, whole 元 in the database.

Nothing here rounds a written figure: `to_yuan` refuses what is not a whole 元, and `parse_amount` reads what people
type into workbooks and reports what it doubts instead of guessing.
"""

import re
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Context, Decimal
from enum import StrEnum

WAN_IN_YUAN = 10000
WAN_IN_YI = 10000
MAX_WAN = Decimal(10) ** 10  # 100 万亿元: beyond any budget, and 10**14 元 fits a signed 64-bit column
EMPTY = "—"

_LONGEST = 200  # characters of a written amount; beyond, it is not one
_EXACT = Context(prec=_LONGEST + 50)  # wide enough that no amount we read is ever rounded by the context
_CENT = Decimal("0.01")


class MoneyError(ValueError):
    """An amount that cannot be stored; the message is Chinese and says what to do."""


class Unit(StrEnum):
    """Units in which Chinese project papers state money; the value is the printed word."""

    YUAN = "元"
    WAN = "万元"
    YI = "亿元"

    @property
    def wan(self) -> Decimal:
        """How many 万元 one of this unit is."""
        return {"元": Decimal("0.0001"), "万元": Decimal(1), "亿元": Decimal(WAN_IN_YI)}[self.value]


def to_yuan(wan: Decimal, *, allow_negative: bool = False) -> int:
    """The amount in whole 元, exactly. Raises MoneyError for anything else than a whole, non-negative, sane amount.

    allow_negative: for differences and corrections only.
    """
    wan = Decimal(wan)
    if not wan.is_finite():
        raise MoneyError("金额不是数字。请填写以万元为单位的数字。")
    if wan.copy_abs() > MAX_WAN:
        raise MoneyError(f"金额超过上限 {MAX_WAN:,} 万元。请核对单位是不是写成了元。")
    if wan < 0 and not allow_negative:
        raise MoneyError("金额不能小于 0。请填写 0 或正数。")
    yuan = _EXACT.multiply(wan, Decimal(WAN_IN_YUAN))
    if yuan != yuan.to_integral_value():
        raise MoneyError(f"{plain_wan(wan)} 万元不是整元。请最多填写四位小数。")
    return int(yuan)


def from_yuan(yuan: int) -> Decimal:
    """Stored 元 as 万元 with four places; the inverse of `to_yuan`."""
    return Decimal(yuan).scaleb(-4, _EXACT)


def plain_wan(value: Decimal) -> str:
    """The exact amount without exponent, thousands separators or trailing zeros: 4658.570 -> 4658.57."""
    text = format(Decimal(value), "f")
    if "." in text:
        text = text.rstrip("0").rstrip(".")
    return "0" if text == "-0" else text


def format_wan(value: Decimal | None) -> str:
    """What a page prints for an amount in 万元: two places, thousands separated; "—" for none."""
    return EMPTY if value is None else f"{_two_places(Decimal(value)):,}"


def format_yi(value: Decimal | None) -> str:
    """An amount given in 万元, printed in 亿元 with two places; "—" for none."""
    return EMPTY if value is None else f"{_two_places(_EXACT.divide(Decimal(value), Decimal(WAN_IN_YI))):,}"


def _two_places(value: Decimal) -> Decimal:
    rounded = value.quantize(_CENT, ROUND_HALF_UP, context=_EXACT)
    return abs(rounded) if rounded == 0 else rounded


@dataclass(frozen=True)
class Amount:
    """What a cell or field says about money.

    value: 万元, None when nothing can be taken from it; unit: the unit written, None when the default was used;
    approximate: the writer said 约; note: words in brackets such as 含拆迁; problem: a code, None when all is well;
    message: Chinese, what is wrong and what to do; original: the text as it came.
    """

    value: Decimal | None = None
    unit: Unit | None = None
    approximate: bool = False
    note: str = ""
    problem: str | None = None
    message: str = ""
    original: str = ""


MESSAGES = {
    "vague_amount": "“{text}”不是确切金额。请填写一个数字，如 12000（万元）。",
    "damaged_number": "“{text}”像是缺了字符的数字。请对照原件重新填写，如 0.7亿元。",
    "negative": "“{text}”小于 0。请填写 0 或正数。",
    "too_large": "“{text}”超过上限 10,000,000,000 万元。请核对单位是不是写成了元。",
    "too_precise": "“{text}”细到 1 元以下。请最多填写到元，即万元的四位小数。",
    "not_a_number": "“{text}”不是金额。请填写一个数字，如 12000（万元）。",
    "foreign_currency": "“{text}”是外币。请按立项文件折算成人民币后填写。",
    "cell_error": "单元格里是错误值 {text}。请修正公式，或直接填写数字。",
}

_HALF_WIDTH = {code: code - 0xFEE0 for code in range(0xFF01, 0xFF5F)} | dict.fromkeys(map(ord, "−﹣"), "-")
_CELL_ERROR = re.compile(r"#[A-Z/0]+[!?]?|#N/A", re.I)
_FOREIGN = re.compile(r"[$€£]|美元|美金|欧元|日元|英镑|港[元币]|外币|USD|EUR|HKD|JPY|GBP", re.I)
_BLANK = re.compile(r"[-—–/\\_]*|待定|未定|暂无|无|空")
_NOTE = re.compile(r"[(\[【]([^()\[\]【】]*)[)\]】]")
_LOOSE_NOTE = re.compile(r"(?:其中|不?含|概算|估算|预算|匡算|暂估).*$")
_LEAD = re.compile(r"^(?:概算|估算|匡算)?(?:项目|计划|估算|概算)?(?:总?投资)?额?:?(?:人民币|RMB|CNY|[¥￥])?", re.I)
_ABOUT = re.compile(r"^(?:大?约为?|大概)|(?:左右|上下)$")
_VAGUE = re.compile(r"[≥≤><＞＜几数多余近超上至]|以[上下内]|[不]?[低高少大]于|级|起|[\d元万亿][-~—–～到]+[\d约]")
_NUMBER = r"(\d+|\d{1,3}(?:[, ]\d{3})+)(\.\d+)?"
_UNIT = r"(亿元|万元|亿|万|元)?"
_PLAIN = re.compile(f"{_NUMBER}{_UNIT}(?:整|人民币)?")
_TWO_UNITS = re.compile(r"(\d+)亿(\d+)万元?")
_EXPONENT = re.compile(r"[+-]?\d+(?:\.\d+)?E[+-]?\d+", re.I)
_DAMAGED = re.compile(rf"[\d.,' ]*\d[\d.,' ]*{_UNIT}")
_UNITS = {"亿": Unit.YI, "亿元": Unit.YI, "万": Unit.WAN, "万元": Unit.WAN, "元": Unit.YUAN}


def parse_amount(raw: object, default_unit: Unit = Unit.WAN) -> Amount:
    """Read an amount as typed: full-width digits, separators, written units, 约, notes in brackets.

    default_unit applies when none is written (a heading may say 亿元). Vague wording (近, 以上, ≥, ranges) gives no
    value, only a problem. Numbers of a spreadsheet (float) are taken to the whole 元, because their tails are
    artefacts of binary arithmetic; written text is never rounded.
    """
    original = "" if raw is None else str(raw)
    if isinstance(raw, bool):
        return _problem("not_a_number", original)
    if isinstance(raw, float | int | Decimal):
        return _from_number(raw, default_unit, original)
    text = " ".join(original.translate(_HALF_WIDTH).split()).strip("\ufeff\u200b ")
    for code, pattern in (("cell_error", _CELL_ERROR), (None, _BLANK)):
        if pattern.fullmatch(text):
            return _problem(code, original) if code else Amount(original=original)
    return _from_text(text, default_unit, original)


def _from_number(raw: float | int | Decimal, unit: Unit, original: str) -> Amount:
    value = Decimal(repr(raw)) if isinstance(raw, float) else Decimal(raw)
    if not value.is_finite():
        return _problem("not_a_number", original)
    if value.copy_abs() > MAX_WAN * WAN_IN_YUAN:
        return _problem("too_large", original)
    wan = _EXACT.multiply(value, unit.wan)
    if isinstance(raw, float):
        whole = wan.quantize(Decimal("0.0001"), ROUND_HALF_UP, context=_EXACT)
        wan = whole if whole or not wan else wan
    return _checked(Amount(wan, original=original))


def _from_text(text: str, default_unit: Unit, original: str) -> Amount:
    note, text = _split_note(text)
    if _FOREIGN.search(text + note):
        return _problem("foreign_currency", original, note)
    unit = _UNITS.get(note)
    note = "" if unit else note
    text = text.replace(" ", "") if not re.search(r"\d \d", text) else text
    led = _LEAD.sub("", text)
    text = _ABOUT.sub("", led).strip()
    approximate = text != led.strip() or note in ("约", "左右")
    if len(text) > _LONGEST:
        return _problem("not_a_number", original)
    if both := _TWO_UNITS.fullmatch(text):
        wan = Decimal(both[1]) * WAN_IN_YI + Decimal(both[2])
        return _checked(Amount(wan, Unit.WAN, approximate, note, original=original))
    if _EXPONENT.fullmatch(text):
        return _problem("too_large" if Decimal(text).adjusted() > 14 else "damaged_number", original, note)
    negative, text = text.startswith("-"), text.removeprefix("-")
    if (plain := _PLAIN.fullmatch(text)) and not _VAGUE.fullmatch(note):
        number = Decimal(re.sub("[, ]", "", plain[1]) + (plain[2] or ""))
        unit = _UNITS.get(plain[3] or "", unit)
        wan = _EXACT.multiply(number, (unit or default_unit).wan)
        return _checked(Amount(wan.copy_negate() if negative else wan, unit, approximate, note, original=original))
    if _VAGUE.search(text) or _VAGUE.fullmatch(note) or re.fullmatch(r"[十百千]+[万亿]元?", text):
        return _problem("vague_amount", original, note)
    return _problem("damaged_number" if _DAMAGED.fullmatch(text) else "not_a_number", original, note)


def _split_note(text: str) -> tuple[str, str]:
    """(words in brackets or trailing words such as 含拆迁, the rest)."""
    notes = _NOTE.findall(text)
    rest = _NOTE.sub("", text).strip()
    loose = _LOOSE_NOTE.search(rest)
    if loose and loose.start():
        notes.append(loose.group())
        rest = rest[: loose.start()].strip("，,; ")
    return "；".join(note.strip() for note in notes), rest


def _checked(amount: Amount) -> Amount:
    wan = amount.value
    if wan.copy_abs() > MAX_WAN:
        return _problem("too_large", amount.original, amount.note)
    if wan < 0:
        return _problem("negative", amount.original, amount.note)
    if (yuan := _EXACT.multiply(wan, Decimal(WAN_IN_YUAN))) != yuan.to_integral_value():
        return _problem("too_precise", amount.original, amount.note)
    return amount


def _problem(code: str, original: str, note: str = "") -> Amount:
    text = original.strip() if len(original) <= 40 else original[:40].strip() + "…"
    return Amount(note=note, problem=code, message=MESSAGES[code].format(text=text), original=original)
