"""Industries of GB/T 4754-2017: 20 sections (门类, a letter) and 97 divisions (大类, two digits)."""

import json
import re
from functools import cache
from pathlib import Path

DATA = Path(__file__).parent / "data" / "gbt4754.json"

# Words offices print in 项目类型, most telling first. What is not here (城市更新, 园区, 道路, 新能源) is spread over
# several sections, and a person chooses.
_WORDS = (
    ("农产品加工|粮油|肉制品", "13"),
    ("食品|乳业", "14"),
    ("饮料|白酒|酒业", "15"),
    ("制鞋|皮革", "19"),
    ("服装|服饰", "18"),
    ("纺织", "17"),
    ("家具", "21"),
    ("造纸", "22"),
    ("印刷", "23"),
    ("医药|制药", "27"),
    ("化工|化学", "26"),
    ("塑料|橡胶", "29"),
    ("建材|水泥|陶瓷", "30"),
    ("汽车", "36"),
    ("电子信息制造|电子", "39"),
    ("循环经济|再生资源", "42"),
    ("装备制造|新材料|新能源材料|先进制造|制造业|轻工", "C"),
    ("供水|水厂|污水", "46"),
    ("燃气", "45"),
    ("供热|热力|电力|电网", "44"),
    ("水利", "76"),
    ("生态环保|生态|环保|环境治理", "77"),
    ("绿化|市政|公共设施", "78"),
    ("物流|仓储", "59"),
    ("交通", "G"),
    ("商贸|批发|零售", "F"),
    ("酒店|住宿", "61"),
    ("餐饮", "62"),
    ("大数据|信息技术|软件|数字经济|新基建", "I"),
    ("金融", "J"),
    ("房地产|安置房|住房|棚改", "70"),
    ("研发|科研|科技创新", "M"),
    ("教育|学校", "83"),
    ("医疗|卫生|医院", "84"),
    ("养老|福利", "85"),
    ("体育", "89"),
    ("文旅|旅游|文化|娱乐", "R"),
    ("种植", "01"),
    ("林业", "02"),
    ("畜牧|养殖", "03"),
    ("现代农业|农业", "A"),
)
_WRITTEN = re.compile(r"\s*(?:(?P<letter>[A-T])(?=$|[\s、.:：-])|[A-T]?(?P<digits>\d{2})(?!\d))")


def sections() -> tuple[tuple[str, str], ...]:
    """(letter, name) of the 20 sections in order."""
    return tuple((row["code"], row["name"]) for row in _load())


def divisions(section: str | None = None) -> tuple[tuple[str, str], ...]:
    """(two digits, name) of the divisions of a section, or of all; none for a letter that is no section."""
    return tuple(
        (child["code"], child["name"]) for row in _load() if section in (None, row["code"]) for child in row["children"]
    )


def label(code: str) -> str:
    """The name of a section or division; empty for a code not in the standard."""
    return _labels().get(code, "")


def guess(text: str) -> str | None:
    """The code that a printed 项目类型 such as 工业(装备制造) suggests; None when unsure.

    A suggestion for a person to confirm. The words in brackets are the narrower kind and decide alone when there are
    any; a code already written at the front (C35, 35, C) is taken as it is.
    """
    if code := _WRITTEN.match(text):
        written = code["letter"] or code["digits"]
        return written if label(written) else None
    kinds = re.findall(r"[(（]([^()（）]*)[)）]", text)
    return _by_words("".join(kinds) or text)


def _by_words(words: str) -> str | None:
    return next((code for pattern, code in _WORDS if re.search(pattern, words)), None)


@cache
def _load() -> list[dict]:
    return json.loads(DATA.read_text(encoding="utf-8"))["sections"]


@cache
def _labels() -> dict[str, str]:
    return dict(sections() + divisions())
