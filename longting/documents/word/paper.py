"""What an official paper says, part by part (GB/T 9704-2012, 7). Pure."""

import re
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from longting.common.columns import Column

_NUMBER = re.compile(r"^(.*?)[〔\[【〖(](\d{4})[〕\]】〗)]第?0*(\d+)号?$")


@dataclass(frozen=True)
class Text:
    """A paragraph of the body, indented by two characters."""

    text: str


@dataclass(frozen=True)
class Heading:
    """A heading of the body: `level` 1 is 一、in 黑体, 2 is （一） in 楷体, 3 and 4 are 1. and （1） in 仿宋."""

    text: str
    level: int = 1


@dataclass(frozen=True)
class Attachment:
    """A table that goes with the paper, on sheets of its own, lying. `columns` read `rows`; `total_keys` are summed
    into `totals`, which stand in the last row; `shares` are the widths of the columns, in any unit; `note` stands
    below the table."""

    title: str
    columns: Sequence[Column]
    rows: Sequence[Any]
    shares: Sequence[float]
    totals: Sequence[str] = ()
    unit_line: str = ""
    note: str = ""


@dataclass(frozen=True)
class Paper:
    """One paper. `masthead` is 发文机关标志, `addressee` 主送机关, `signer` 发文机关署名, `copies` 抄送机关, `printer`
    印发机关. Line breaks in `masthead` and `title` are kept: they are broken where their words end."""

    masthead: str
    number: str
    title: str
    addressee: str
    body: Sequence[Text | Heading]
    signer: str
    signed_on: date
    printer: str
    printed_on: date
    copies: str = ""
    attachments: Sequence[Attachment] = ()


def document_number(text: str) -> str:
    """A 文号 as it is printed: six-cornered brackets, plain figures, no spaces, no padding with zeros, no 第, so that
    one number is one text however it was typed. What is no 文号 (a number of minutes) loses its spaces only."""
    plain = "".join(
        c for c in unicodedata.normalize("NFKC", text) if not c.isspace() and unicodedata.category(c) != "Cf"
    )
    found = _NUMBER.match(plain)
    return f"{found[1]}〔{found[2]}〕{int(found[3])}号" if found else plain


def day_words(day: date) -> str:
    """`2026年11月2日`, as dates are printed: Arabic figures, no padding."""
    return f"{day.year}年{day.month}月{day.day}日"
