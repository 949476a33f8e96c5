"""Names, telephones and people as cells hold them: cleaned for storing, reduced for comparing, masked for showing."""

import re
import unicodedata

_WIDTH = {code: code - 0xFEE0 for code in range(0xFF01, 0xFF5F) if chr(code - 0xFEE0).isalnum()}
_WIDTH |= {ord(wide): narrow for wide, narrow in zip("（）［］\u3000\u00a0", "()[]  ", strict=True)}
_BREAK_IN_LATIN = re.compile(r"(?<=[0-9A-Za-z])[\r\n\t\v\f\u2028\u2029]+(?=[0-9A-Za-z])")
_INVISIBLE = frozenset({"Cc", "Cf", "Cs", "Zl", "Zp"})

_PROJECT_CODE = re.compile(r"(?:项目)?代码[::：]?\s*\d{4}-?\d{6}-?\d{2}-?\d{2}-?\d{6}")
_PLACES = re.compile(r"^(?:河南省)?(?:开封市)?(?:龙亭区)?")
_KIND = re.compile(r"(?:建设项目|建设工程|工程项目|项目|工程|建设)+$")

_AREA = r"0\d{2,3}"
_PHONE = re.compile(
    r"(?<!\d)(?:(?:\+?86[- ]?)?1[3-9]\d[- ]?\d{4}[- ]?\d{4}"
    rf"|{_AREA}[- ]?\d{{7,8}}(?:-\d{{1,6}})?|[2-8]\d{{6,7}})(?!\d)"
)
_MOBILE = re.compile(r"(?:\+?86[- ]?)?(1[3-9]\d)[- ]?\d{4}[- ]?(\d{4})")
_LANDLINE = re.compile(rf"({_AREA}[- ]?)?\d{{3,4}}(\d{{4}})(-\d{{1,6}})?")
_LABEL = re.compile(
    r"^(?:(?:无|暂无|待定|未定|暂缺|空缺|待确定|待明确)$"
    r"|(?:项目)?(?:联系人|责任人|负责人|经办人|填报人)?(?:及?(?:联系)?(?:电话|方式)|手机号?码?)?[:：]?)"
)
_BETWEEN = re.compile(r"[、,，;；/|\\]+")


def tidy(raw: object) -> str:
    """A name as it should be stored: no line breaks or invisible characters, half-width letters, digits and brackets.

    Chinese punctuation （，。：；、“”） stays as written except the brackets; runs of spaces become one.
    """
    text = "" if raw is None else str(raw)
    text = _BREAK_IN_LATIN.sub(" ", text)
    text = "".join(char for char in text if unicodedata.category(char) not in _INVISIBLE)
    return " ".join(text.translate(_WIDTH).split())


def name_key(name: object) -> str:
    """What two spellings of one project name share: no place prefix, punctuation, case or trailing 项目/工程/建设.

    Digits and decimal points between them stay, because 1.5万吨 and 15万吨 are two projects. Never empty for a name
    that has any letter or digit.
    """
    text = _PROJECT_CODE.sub("", tidy(name)).casefold()
    full = re.sub(r"(?<!\d)\.|\.(?!\d)|[^\w.]|_", "", text)
    short = _KIND.sub("", full)
    return _PLACES.sub("", short) or short or full


def mask_phone(phone: object) -> str:
    """A telephone for people who need not know it: 0371-****3050, 138****5678; odd numbers keep two last digits."""
    text = tidy(phone)
    if mobile := _MOBILE.fullmatch(text):
        return f"{mobile[1]}****{mobile[2]}"
    if landline := _LANDLINE.fullmatch(text):
        return f"{landline[1] or ''}****{landline[2]}{landline[3] or ''}"
    return "*" * len(text[:-2]) + text[-2:] if len(text) > 4 else "*" * len(text)


def split_people(raw: object) -> list[tuple[str, str]]:
    """(name, phone) for each person of a cell such as 张三 13800000000、李四0371-22003050.

    A word in place of a name (联系人, 电话) gives an empty name; a second number without a name belongs to the same
    person and is returned under the same name.
    """
    text = tidy(str(int(raw)) if isinstance(raw, float) and raw.is_integer() else _keep_breaks(raw))
    people: list[tuple[str, str]] = []
    start, last = 0, ""
    for found in _PHONE.finditer(text):
        names = _names(text[start : found.start()])
        people += [(name, "") for name in names[:-1]]
        last = names[-1] if names else last
        people.append((last, found.group()))
        start = found.end()
    return people + [(name, "") for name in _names(text[start:]) if name]


def _keep_breaks(raw: object) -> str:
    """Line breaks separate people in a cell, while `tidy` would join the lines."""
    return "" if raw is None else re.sub(r"[\r\n]+", "、", str(raw))


def _names(text: str) -> list[str]:
    """The names in a stretch without numbers; a placeholder is an empty name, nothing at all an empty list."""
    names = []
    for part in _BETWEEN.split(text):
        words = part.strip(" :：-—").rstrip("([").lstrip(")]")
        if not words:
            continue
        rest = _LABEL.sub("", words).split()
        if all(len(word) == 1 for word in rest):  # 张 三: two-character names are spread to three in tables
            rest = ["".join(rest)]
        names += rest
    return names
