"""Reading 建设起止年限 and months out of cells, in every form offices write them, without guessing.

A month with a problem is never returned: the caller shows the message at the cell and keeps the original text.
"""

import re
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal

from longting.common.periods.spans import Month

EXCEL_EPOCH = date(1899, 12, 30)
_SERIALS = range(20000, 73051)  # 1954 to 2100, the five-digit serials that can be a date of a project


@dataclass(frozen=True)
class MonthText:
    """One month as read; month is None for an empty cell or with a problem (a code; the message is Chinese)."""

    month: Month | None = None
    problem: str | None = None
    message: str = ""
    original: str = ""


@dataclass(frozen=True)
class PeriodText:
    """A period as read. Either end may be missing without a problem; with a problem both are None."""

    start: Month | None = None
    end: Month | None = None
    problem: str | None = None
    message: str = ""
    original: str = ""


class _Doubt(Exception):
    """(code, message) of what keeps a text from being read."""


_HALF_WIDTH = {code: code - 0xFEE0 for code in range(0xFF01, 0xFF5F)} | dict.fromkeys(map(ord, "–—−―‐‑～"), "-")
_BLANK = re.compile(r"[-/\\_]*|待定|未定|暂无|无")
_DURATION = re.compile(
    r"(?!(?:19|20)\d{2}[-~至到])(?:建设)?(?:工期|周期|期)?:?约?\d+(?:\.\d+)?(?:[-~至到]\d+)?(?:个月|年|天|日历天)"
)
_YEAR = r"(?<!\d)(?:19|20)\d{2}"
_MONTH = re.compile(
    rf"(?P<year>{_YEAR})(?:(?P<sep>[-./年])(?P<month>\d{{1,2}})(?!\d)(?:月份?)?"
    r"(?:(?:(?P=sep)|(?<=月))(?P<day>\d{1,2})[日号]?(?![\d年./月]))?|(?P<packed>\d{2})(?:\d{2})?(?!\d))"
)
_SAME_YEAR = re.compile(r"(?:(?<=月)|(?<=年\d)|(?<=年\d\d))[-~至到](?P<month>\d{1,2})月份?(?!\d)")
_ONLY_YEAR = re.compile(rf"{_YEAR}(?!\d)年?")
_TIME_OF_DAY = re.compile(r"(?<=\d)[ T]\d{1,2}:\d{2}(?::\d{2}(?:\.\d+)?)?")
_START_WORDS = r"开工|开建|动工|启动|开始"
_END_WORDS = r"建成|竣工|完工|完成|投产|投用|交付|结束"
_END = re.compile(rf"{_END_WORDS}|前|止")
_EITHER_END = re.compile("底|完成")
_BUILT = re.compile("建成|竣工|完工|投产|投用|交付|结束|前|止")
_NAMES_NO_END = "“{text}”只写了一个月份，看不出是开工还是竣工。请写成“{month}开工”或“{month}竣工”，或写起止两个月份。"
_UNTIL = ("-", "~", "至", "到")
_FILLER = re.compile(
    rf"{_START_WORDS}|{_END_WORDS}|[-~至到/、,;:.]|计划|预计|力争|拟|于|全面|建设|日期|时间|起|止|底|初|中旬|上旬|下旬|前|之|并|投入使用"
    r"|[上下]半年|(?:第?[一二三四1-4])季度|年"
)


def parse_month(raw: object) -> MonthText:
    """Read one month: 2026-10, 2026年10月, a date, an Excel serial. A second month in the text is a problem."""
    original = _original(raw)
    try:
        months = [month for month, _ in _months(raw)]
        if len(months) > 1:
            raise _Doubt("not_a_month", f"“{_shown(original)}”里不止一个月份。请只写一个，如 2026-10。")
    except _Doubt as doubt:
        return MonthText(problem=doubt.args[0], message=doubt.args[1], original=original)
    return MonthText(month=months[0] if months else None, original=original)


def parse_period(raw: object) -> PeriodText:
    """Read a period: 2025.2–2027.7, 2026年4月至2028年7月, 2017年9月建成 (end only), 2020-03开工 (start only).

    A month alone is the start; 2021年7月底 or 2021年7月完成 alone may be either end: a doubt. 2026.1 written with a dot
    is ambiguous, because a spreadsheet cuts 2026.10 to 2026.1.
    """
    original = _original(raw)
    try:
        start, end = _ends(_months(raw), original)
    except _Doubt as doubt:
        return PeriodText(problem=doubt.args[0], message=doubt.args[1], original=original)
    return PeriodText(start, end, original=original)


def _ends(found: list[tuple[Month, str]], original: str) -> tuple[Month | None, Month | None]:
    """Start and end from the months found, each with the words that follow it."""
    if not found:
        return None, None
    if len(found) > 2:
        raise _Doubt("not_a_period", f"“{_shown(original)}”里有 {len(found)} 个月份。请只写起、止两个。")
    if len(found) == 1:
        month, words = found[0]
        starts, ends = re.search(_START_WORDS, words), _END.search(words)
        if not starts and _EITHER_END.search(words) and not _BUILT.search(words):
            raise _Doubt("start_or_end", _NAMES_NO_END.format(text=_shown(original), month=month.label))
        return (None, month) if ends and not starts else (month, None)
    start, end = found[0][0], found[1][0]
    if end < start:
        raise _Doubt("end_before_start", f"止于 {end.label}，早于起始的 {start.label}。请核对起止年月。")
    return start, end


def _months(raw: object) -> list[tuple[Month, str]]:
    """The months of a cell in order, each with the text after it (one alone also with the text before it: 至2027年6月);
    raises _Doubt for what cannot be taken."""
    if raw is None:
        return []
    if isinstance(raw, date):
        return [(Month.from_date(raw), "")]
    if isinstance(raw, bool):
        raise _unreadable(str(raw))
    text = _text(raw)
    if _BLANK.fullmatch(text):
        return []
    if text.isascii() and text.isdigit() and int(text) in _SERIALS and len(text) == 5:
        return [(Month.from_date(EXCEL_EPOCH + timedelta(days=int(text))), "")]
    if _DURATION.fullmatch(text) and not _ONLY_YEAR.fullmatch(text):
        raise _Doubt("duration_only", f"“{_shown(text)}”只有工期。请写起止年月，如 2026-03/2027-10。")
    return _months_of_text(text)


def _months_of_text(text: str) -> list[tuple[Month, str]]:
    tokens = list(_MONTH.finditer(text))
    if len(tokens) == 1 and (second := _SAME_YEAR.match(text, tokens[0].end())):
        tokens.append(second)
    rest = _without(tokens, text)
    years_only = _ONLY_YEAR.search(rest)
    if _FILLER.sub("", _ONLY_YEAR.sub("", rest)) or not (tokens or years_only):
        raise _unreadable(text)
    if years_only:
        raise _Doubt("month_missing", f"“{_shown(text)}”没有写月份。请写到月，如 2026-03/2027-10。")
    year, months = 0, []
    for token, following in zip(tokens, [*tokens[1:], None], strict=True):
        named = token.groupdict()
        year = int(named.get("year") or year)
        months.append((_month(year, named), text[token.end() : following.start() if following else None]))
    if len(months) == 1:
        before = text[: tokens[0].start()]
        months = [(months[0][0], ("止" if before in _UNTIL else before) + months[0][1])]
    return months


def _month(year: int, named: dict[str, str | None]) -> Month:
    """One token as a month; refuses month 13 and the dot-written 1."""
    written = named.get("month") or named["packed"]
    number = int(written)
    if not 1 <= number <= 12:
        raise _Doubt("no_such_month", f"没有 {number} 月。写成“{year}年12月”这样。")
    if named.get("sep") == "." and written == "1" and not named["day"]:
        raise _Doubt(
            "ambiguous_month",
            f"“{year}.1”可能是 {year}年1月，也可能是 {year}年10月被表格去掉了末尾的 0。请写成 {year}-01 或 {year}-10。",
        )
    return Month(year, number)


def _without(tokens: list[re.Match], text: str) -> str:
    """The text with the tokens cut out, to see whether anything is left unread."""
    for token in reversed(tokens):
        text = text[: token.start()] + text[token.end() :]
    return text


def _text(raw: object) -> str:
    """A cell as one line of half-width text without spaces and bracketed notes."""
    if isinstance(raw, float | Decimal) and raw == raw and abs(raw) < 10**6 and int(raw) in _SERIALS:
        raw = int(raw)  # a serial with a time of day
    elif isinstance(raw, float) and raw.is_integer():
        raw = int(raw)
    text = _TIME_OF_DAY.sub("", str(raw).translate(_HALF_WIDTH))
    text = "".join(text.split()).strip("\ufeff\u200b")
    return re.sub(r"\([^()]*\)", "", text)


def _unreadable(text: str) -> _Doubt:
    return _Doubt("not_a_period", f"“{_shown(text)}”看不出年月。请写成 2026-03/2027-10 这样。")


def _shown(text: str) -> str:
    return text.strip() if len(text) <= 40 else text[:40].strip() + "…"


def _original(raw: object) -> str:
    return "" if raw is None else str(raw)
