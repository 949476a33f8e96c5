"""Words of stage, nature, level, yes and no as offices write them, brought to the official ones (DOMAIN §6.4, §7.1-19).

A column is read by its values, not by its heading: 建设性质 often holds the stage.
"""

import re

from longting.common.text import tidy

STAGES = ("新开工", "续建", "竣工", "前期")
NATURES = ("新建", "扩建", "改建", "迁建", "技术改造", "单纯购置", "恢复")

_STAGES = (
    ("前期", re.compile("前期|储备|预备|谋划")),
    ("新开工", re.compile("新开工|拟开工|计划开工|计划新开工|预备新开工|今年开工")),
    ("竣工", re.compile("竣工|投产|建成|完工|投用|收尾")),
    ("续建", re.compile("续建|在建|结转|转结|跨年")),
)
_ONLY_STAGE = re.compile(
    "(?:计划|拟|预备|已|新|今年)?(?:开工|续建|在建|结转|跨年|竣工投产|建成投产|竣工|投产|建成|完工|投用|前期|储备|谋划)"
    r"(?:阶段|类)?(?:重点|重大)?(?:建设)?(?:项目)?[:：]?(?:\(?(?:共|计)?\d+[个项](?:项目)?\)?)?"
)
_PREPARED_START = "预备新开工"
_NATURES = (
    ("技术改造", re.compile("技术改造|技改")),
    ("单纯购置", re.compile("单纯购置|购置")),
    ("扩建", re.compile("扩建")),
    ("改建", re.compile("改建|(?<!技术)改造")),
    ("迁建", re.compile("迁建|搬迁")),
    ("恢复", re.compile("恢复")),
    ("新建", re.compile("新建")),
)
_LEVELS = (("省", re.compile("省")), ("市", re.compile("市")), ("区", re.compile("区|县")))
_LEVEL_IN_WORDS = re.compile("(省|市|区)级?(?:重点|重大)")
_YES = {"是", "有", "√", "✓", "✔", "☑", "Y", "YES", "TRUE", "1", "对"}
_NO = {"否", "无", "×", "✗", "☐", "□", "N", "NO", "FALSE", "0", "不是", "非", "-", "—", "/"}


def stage_of(text: str) -> str | None:
    """The stage a word means: 新开工, 续建, 竣工 or 前期; None when it means none or several."""
    return _only(text.replace(_PREPARED_START, "新开工"), _STAGES)


def only_a_stage(text: str) -> str | None:
    """The stage when the text is such a word and nothing else: 续建, 新开工项目, 计划竣工类(3个)."""
    plain = "".join(tidy(text).split())
    return stage_of(plain) if _ONLY_STAGE.fullmatch(plain) else None


def nature_of(text: str) -> str | None:
    """The nature of construction a word means (DOMAIN §6.4); None when it means none or several."""
    return _only(text, _NATURES)


def levels_of(text: str) -> tuple[str, ...]:
    """Which of 省, 市, 区 a cell of the level column names, from the highest."""
    return tuple(level for level, pattern in _LEVELS if pattern.search(tidy(text)))


def levels_in_words(text: str) -> tuple[str, ...]:
    """Levels mentioned in running words such as a remark: only 省重点, 市级重点 and the like count."""
    found = set(_LEVEL_IN_WORDS.findall(tidy(text)))
    return tuple(level for level, _ in _LEVELS if level in found)


def yes_or_no(text: str) -> bool | None:
    """Whether a cell says yes; None when it says neither."""
    word = tidy(text).upper()
    if word in _YES:
        return True
    return False if word in _NO else None


def _only(text: str, words: tuple[tuple[str, re.Pattern[str]], ...]) -> str | None:
    plain = "".join(tidy(text).split())
    found = [word for word, pattern in words if pattern.search(plain)]
    return found[0] if len(found) == 1 else None
