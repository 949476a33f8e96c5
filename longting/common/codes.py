"""Codes printed in project papers: 统一社会信用代码, 组织机构代码, 投资项目代码.

A check never raises: it reports, so that one import can show every bad cell at once.
"""

import re
from dataclasses import dataclass

USCC_ALPHABET = "0123456789ABCDEFGHJKLMNPQRTUWXY"  # GB 32100-2015: no I O S V Z
_USCC_WEIGHTS = (1, 3, 9, 27, 19, 26, 16, 17, 20, 29, 25, 13, 8, 24, 10, 30, 28)
_USCC_DEPARTMENTS = "123456789ANY"  # 登记管理部门; A 军队, N 农业, Y 其他
_ORGANISATION_ALPHABET = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ"  # GB 11714-1997
_ORGANISATION_WEIGHTS = (3, 7, 9, 10, 5, 8, 4, 2)

_HALF_WIDTH = {code: code - 0xFEE0 for code in range(0xFF01, 0xFF5F)} | dict.fromkeys(map(ord, "–—−―‐‑"), "-")
_LOST_DIGITS = re.compile(r"\d(?:\.\d+)?E\+?\d+", re.I)
_PROJECT_CODE = re.compile(r"(\d{4})-?(\d{6})-?(\d{2})-?(\d{2})-?(\d{6})", re.ASCII)
_PROJECT_CODE_INSIDE = re.compile(rf"(?<![\d-]){_PROJECT_CODE.pattern}(?![\d-]*\d)", re.ASCII)
_FIRST_YEAR, _LAST_YEAR = 2000, 2020  # codes that begin with the whole year were given until GB/T 40058-2021


@dataclass(frozen=True)
class CodeCheck:
    """A code as read: `code` in its printed form, `plain` without hyphens, both empty for an empty cell.

    problem: a code, None when the value can be stored; message: Chinese, what is wrong and what to do;
    warning: Chinese, worth a look though it can be stored.
    """

    code: str = ""
    plain: str = ""
    problem: str | None = None
    message: str = ""
    warning: str = ""

    @property
    def ok(self) -> bool:
        """Whether the value, which may be empty, can be stored."""
        return self.problem is None


def check_uscc(raw: object) -> CodeCheck:
    """统一社会信用代码 by GB 32100-2015: 18 characters, alphabet, area digits, check symbol.

    The check digit of the 组织机构代码 inside (GB 11714) is only a warning: some real registrations break it.
    """
    code = _clean(raw).replace("-", "")
    if not code:
        return CodeCheck()
    bad = _bad_uscc(code)
    if bad:
        return CodeCheck(code, code, *bad)
    inner = code[8:17]
    warning = ""
    if inner[8] != _organisation_symbol(inner[:8]):
        warning = "其中的组织机构代码（第9至17位）校验不符。请对照营业执照核对。"
    return CodeCheck(code, code, warning=warning)


def _bad_uscc(code: str) -> tuple[str, str] | None:
    """(problem, message), or None when the code is sound."""
    if _LOST_DIGITS.fullmatch(code):
        return "lost_digits", f"“{code}”是被表格改成科学计数法的数字，后几位已经丢失。请把单元格设为文本后重新填写。"
    if len(code) == 9:
        return "wrong_length", f"“{code}”是 9 位，像是组织机构代码。请填写 18 位统一社会信用代码。"
    if len(code) != 18:
        return "wrong_length", f"统一社会信用代码应为 18 位，现在是 {len(code)} 位。请对照营业执照补全。"
    if strange := [symbol for symbol in code if symbol not in USCC_ALPHABET]:
        advice = "请核对：1 常被误写成 I，0 成 O，5 成 S，2 成 Z。"
        return "bad_character", f"统一社会信用代码里不会有“{strange[0]}”。{advice}"
    if code[0] not in _USCC_DEPARTMENTS:
        return "bad_department", f"第1位“{code[0]}”不是登记管理部门代码。请对照营业执照核对。"
    if not code[2:8].isdigit():
        return "bad_area", f"第3至8位“{code[2:8]}”应是 6 位行政区划数字。请对照营业执照核对。"
    total = sum(USCC_ALPHABET.index(symbol) * weight for symbol, weight in zip(code, _USCC_WEIGHTS, strict=False))
    if code[17] != USCC_ALPHABET[-total % 31]:
        return "bad_check_digit", "统一社会信用代码校验不符，有一位写错。请对照营业执照逐位核对。"
    return None


def organisation_code(raw: object) -> CodeCheck:
    """组织机构代码 by GB 11714-1997, the nine characters older papers carry; printed with a hyphen before the last."""
    plain = _clean(raw).replace("-", "")
    if not plain:
        return CodeCheck()
    code = f"{plain[:8]}-{plain[8:]}"
    if not re.fullmatch(r"[0-9A-Z]{8}[0-9X]", plain):
        return CodeCheck(plain, plain, "bad_shape", "组织机构代码应为 8 位数字或字母加 1 位校验码。请对照证书核对。")
    if plain[8] != _organisation_symbol(plain[:8]):
        return CodeCheck(code, plain, "bad_check_digit", "组织机构代码校验不符，有一位写错。请对照证书逐位核对。")
    return CodeCheck(code, plain)


def _organisation_symbol(body: str) -> str:
    values = [_ORGANISATION_ALPHABET.index(symbol) for symbol in body]
    total = sum(value * weight for value, weight in zip(values, _ORGANISATION_WEIGHTS, strict=True))
    return "0123456789X0"[11 - total % 11]


def check_project_code(raw: object) -> CodeCheck:
    """投资项目代码 (GB/T 40058-2021): 2312-441402-04-01-605702 (year and month) or 2017-450114-48-01-900353 (year).

    The last digit is a check digit whose rule is not published, so shape and time part are all that is verified.
    """
    text = _clean(raw)
    if not text:
        return CodeCheck()
    if _LOST_DIGITS.fullmatch(text):
        message = f"“{text}”是被表格改成科学计数法的数字，后几位已经丢失。请把单元格设为文本后重新填写。"
        return CodeCheck(text, text, "lost_digits", message)
    if not (parts := _PROJECT_CODE.fullmatch(text)):
        message = f"“{text}”不是项目代码。请写成 2312-441402-04-01-605702 这样的 24 位（含连字符）。"
        return CodeCheck(text, text.replace("-", ""), "bad_shape", message)
    code, plain = "-".join(parts.groups()), "".join(parts.groups())
    if not _plausible_time(parts[1]):
        message = f"项目代码前四位“{parts[1]}”既不是年月（如 2312）也不是年份（如 2017）。请对照备案证明核对。"
        return CodeCheck(code, plain, "bad_time", message)
    return CodeCheck(code, plain)


def find_project_code(text: object) -> str | None:
    """The first sound 投资项目代码 inside a longer text such as a name, hyphenated; None when there is none."""
    for found in _PROJECT_CODE_INSIDE.finditer(_clean(text)):
        if (check := check_project_code(found.group())).ok:
            return check.code
    return None


def _plausible_time(four: str) -> bool:
    year_month = int(four[:2]) >= 20 and 1 <= int(four[2:]) <= 12
    return year_month or _FIRST_YEAR <= int(four) <= _LAST_YEAR


def _clean(raw: object) -> str:
    """Upper-case half-width text without spaces; a number of a spreadsheet keeps every digit it still has."""
    if isinstance(raw, float) and raw.is_integer() and abs(raw) < 10**15:
        raw = int(raw)
    text = "" if raw is None else str(raw).translate(_HALF_WIDTH).upper()
    return "".join(text.split()).strip("\ufeff\u200b'")
