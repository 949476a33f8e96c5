"""Pinyin initials for quick search: 龙亭区 is found by ltq.

One letter for each of the 6,763 characters of GB 2312 in code order, the most common reading; a character of several
readings is found by one of them only, which is enough for a search box.
"""

from functools import cache
from pathlib import Path

DATA = Path(__file__).parent / "data" / "pinyin_initials.txt"
_FIRST_ROW, _FIRST_CELL, _CELLS = 0xB0, 0xA1, 94
_SHORT_ROW, _MISSING = 0xD7, 5  # row 55 ends five characters early
# Outside GB 2312 but in the names of places, firms and people here.
_RARE = dict(zip("堌炘瀍珺垚堃喆赟玥祎彧晞昇淼犇镕頔翀梽橦", "gxcjykzyyyyxsmbrdczt", strict=True))
_WIDTH = {code: code - 0xFEE0 for code in range(0xFF01, 0xFF5F)}


def initials(text: str) -> str:
    """Lower-case initials of the Chinese characters, Latin letters and digits kept, everything else dropped."""
    return "".join(_initial(char) for char in text.translate(_WIDTH).lower())


def _initial(char: str) -> str:
    if char.isascii():
        return char if char.isalnum() else ""
    try:
        row, cell = char.encode("gb2312")
    except UnicodeEncodeError:
        return _RARE.get(char, "")
    if row < _FIRST_ROW:  # punctuation, Greek and other symbols come before the Chinese characters
        return ""
    index = (row - _FIRST_ROW) * _CELLS + cell - _FIRST_CELL
    return _table()[index - _MISSING if row > _SHORT_ROW else index]


@cache
def _table() -> str:
    return DATA.read_text(encoding="ascii").strip()
