"""How an account name and a telephone number look: one rule for the form and for the imported workbook. Pure."""

import re
import unicodedata

_USERNAME = re.compile(r"[a-z][a-z0-9_.-]{2,39}")
_PHONE = re.compile(r"1[3-9]\d{9}|(?:0\d{2,3}-?)?[2-8]\d{6,7}(?:-\d{1,6})?")


def clean_username(raw: str) -> str:
    """The account as stored and compared: half-width, lower case, no spaces around."""
    return unicodedata.normalize("NFKC", raw).strip().lower()


def username_problem(username: str) -> str:
    """ "" or what is wrong with a cleaned account name."""
    if _USERNAME.fullmatch(username):
        return ""
    return "账号用 3 至 40 个小写字母、数字、点、横线，以字母开头，例如 beijiao.li。"


def clean_phone(raw: str) -> str:
    """A telephone number as stored: half-width, without spaces."""
    return re.sub(r"\s", "", unicodedata.normalize("NFKC", raw))


def phone_problem(phone: str) -> str:
    """ "" or what is wrong with a cleaned telephone number; an empty one is allowed."""
    if not phone or _PHONE.fullmatch(phone):
        return ""
    return "电话写成 11 位手机号，或 0371-22003050 这样的座机号。"
