"""Whether two records may be one project, declared twice under nearly one name.

A match is shown to people before they submit; nothing is merged or refused by it.
"""

import re
from collections import Counter
from dataclasses import dataclass

from longting.common.codes import check_project_code
from longting.common.text import name_key, tidy

CERTAIN = 100
NEAR_ALONE = 90
NEAR_WITH_SAME_PLACE = 80

_NUMERALS = {"Ⅰ": 1, "Ⅱ": 2, "Ⅲ": 3, "Ⅳ": 4, "Ⅴ": 5} | {char: n for n, char in enumerate("一二三四五六七八九十", 1)}
_COUNT = r"\d+|[一二三四五六七八九十]+|[ⅠⅡⅢⅣⅤ]"
_PHASE = re.compile(rf"第?({_COUNT})(期|标段|批次?|阶段|号地块)|第({_COUNT})")
_NUMBER = re.compile(r"\d+(?:\.\d+)?")
_THOUSANDS = re.compile(r"(?<=\d)[,，](?=\d{3})")
_PROJECT_CODE = re.compile(r"\d{4}-?\d{6}-?\d{2}-?\d{2}-?\d{6}")


@dataclass(frozen=True)
class Facts:
    """What is compared of a project; any of them but the name may be empty. town: a code; owner: a name."""

    name: str
    project_code: str = ""
    uscc: str = ""
    town: str = ""
    owner: str = ""


@dataclass(frozen=True)
class Match:
    """Why two records look like one project, in Chinese, and how strongly (0–100)."""

    reason: str
    score: int


def similarity(a: str, b: str) -> int:
    """How alike two names are, 0–100: the share of neighbouring character pairs in both (Dice); symmetric."""
    first, second = _comparable(a), _comparable(b)
    if first == second:
        return 100 if first else 0
    left, right = _pairs(first), _pairs(second)
    total = left.total() + right.total()
    return 200 * (left & right).total() // total if total else 0


def _comparable(name: str) -> str:
    """The key with phases spelt one way and without 项目 in the middle: 园项目(第一期) and 园1期 are one name."""
    spelt = _PHASE.sub(lambda match: f"{_count(match[1] or match[3])}{match[2] or ''}", tidy(name))
    return re.sub(r"(?<=.)(?:建设)?项目(?=.)", "", name_key(spelt))


def is_near(a: Facts, b: Facts) -> Match | None:
    """The strongest reason to hold two records for one project, or None.

    The same 项目代码 is certain. Names whose numbers or phases differ are different projects however alike:
    2500吨 and 2000吨, 一期 and 二期.
    """
    code = check_project_code(a.project_code)
    if code.plain and code.plain == check_project_code(b.project_code).plain:
        return Match(f"项目代码相同（{code.code}）", CERTAIN)
    if _marks(a.name) != _marks(b.name):
        return None
    score = similarity(a.name, b.name)
    if score == 100:
        return Match("名称相同", score)
    if score >= NEAR_WITH_SAME_PLACE and (shared := _shared(a, b)):
        return Match(f"名称相近（{score}%），{shared}相同", score)
    return Match(f"名称相近（{score}%）", score) if score >= NEAR_ALONE else None


def _shared(a: Facts, b: Facts) -> str:
    """Which of owner and town the two share, as words; an owner is the same by 统一社会信用代码 or by name."""
    same_code = a.uscc and a.uscc == b.uscc
    same_name = _letters(a.owner) and _letters(a.owner) == _letters(b.owner)
    words = ["建设单位"] if same_code or same_name else []
    if a.town and a.town == b.town:
        words.append("所在乡镇（街道）")
    return "、".join(words)


def _letters(owner: str) -> str:
    """A firm's name without punctuation and spaces; 建设 and 工程 stay, because firms differ by them."""
    return re.sub(r"[\W_]", "", tidy(owner)).casefold()


def _marks(name: str) -> tuple[list[tuple[int, str]], list[str]]:
    """The phases and ordinals of a name, then its other numbers, in order; 第一期, 一期, 1期 and Ⅰ期 are one."""
    text = _THOUSANDS.sub("", _PROJECT_CODE.sub("", tidy(name)))
    phases = [(_count(match[1] or match[3]), match[2] or "") for match in _PHASE.finditer(text)]
    return phases, _NUMBER.findall(_PHASE.sub(" ", text))


def _count(written: str) -> int:
    """一, 十二, 二十 or 12 as a number."""
    if written.isdecimal():
        return int(written)
    tens, ten, units = written.rpartition("十")
    if not ten:
        return _NUMERALS[written[-1]]
    return 10 * (_NUMERALS[tens[-1]] if tens else 1) + (_NUMERALS[units[-1]] if units else 0)


def _pairs(key: str) -> Counter[str]:
    return Counter(key[index : index + 2] for index in range(len(key) - 1))
