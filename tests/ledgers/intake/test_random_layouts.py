"""The sixty projects of the sample laid out by chance: order of columns, spellings, units, levels, sections, totals."""

import json
from decimal import Decimal
from random import Random

import pytest

from tests.ledgers.intake.makers import EXPECTED, read, sheet

PROJECTS = json.loads(EXPECTED.read_text(encoding="utf-8"))["rows"]
WAN = {"亿元": 10_000, "万元": 1, "元": Decimal("0.0001")}
SPELLINGS = {
    "serial": ("序号", "编号"),
    "name": ("项目名称", "项目全称", "工程名称", "项 目 名 称"),
    "total_investment": ("总投资", "项目总投资", "投资总额", "计划总投资"),
    "annual_plan": ("2026年计划投资", "今年计划", "年度计划投资", "2026年度投资计划"),
    "period": ("起止年限", "建设年限", "项目工期", "建设起止时间"),
    "responsible": ("责任单位", "牵头单位", "责任部门", "责任单位名称"),
    "content": ("建设内容", "建设规模及主要内容", "主要建设内容及规模"),
    "owner_name": ("建设单位", "项目业主", "投资主体"),
    "remark": ("备注", "备 注"),
}
SHORT = {
    "区住房和城乡建设局": "住建局",
    "区发展和改革委员会": "区发改委",
    "北郊乡人民政府": "北郊乡政府",
    "午朝门街道办事处": "午朝门办",
    "大兴街道办事处": "大兴办事处",
}
BRACKETS = ("（{}）", "({})", "（{})", "【{}】", "\n（{}）")
VAGUE = ("近百亿元", "100亿元以上", "近30亿元")


def amount(value: str | None, unit: str, random: Random):
    """An amount as somebody would write it under this unit."""
    if value is None:
        return random.choice(VAGUE)
    plain = Decimal(value) / WAN[unit]
    own = random.choice(("万元", "亿元"))
    written = (float(plain), f"{plain:f}", f"{plain:,f}" if unit == "元" else f" {plain:f} ", None)
    return random.choice(written) or f"{Decimal(value) / WAN[own]:f}{own}"


def period(values: dict, random: Random) -> str:
    if values["start_month"] is None:
        return "2026.1-2027.12"
    (year, month), (end_year, end_month) = (values[key].split("-") for key in ("start_month", "end_month"))
    return random.choice(
        (
            f"{year}.{month}-{end_year}.{end_month}",
            f"{year}-{month}/{end_year}-{end_month}",
            f"{year}年{int(month)}月至{end_year}年{int(end_month)}月",
        )
    )


def cell_of(key: str, number: int, project: dict, units: dict, random: Random):
    values = project["values"]
    if key in units:
        return amount(values[key], units[key], random)
    unit = values["responsible"]
    texts = {
        "serial": number,
        "name": project["name"],
        "period": period(values, random),
        "responsible": random.choice((unit, SHORT.get(unit, unit))),
        "content": "新建厂房3000平方米，总投资1.2亿元",
    }
    return texts.get(key)


def heading(keys: list[str], units: dict, random: Random) -> list[list]:
    """One row, or two with the plan under its year and nothing merged."""
    words = [random.choice(SPELLINGS[key]) for key in keys]
    bracket = random.choice(BRACKETS)
    words = [word + bracket.format(units[key]) if key in units else word for word, key in zip(words, keys, strict=True)]
    if random.random() < 0.6:
        return [words]
    place = keys.index("annual_plan")
    group, leaf = random.choice((("2026年", "计划投资"), ("2026年计划", "投资")))
    words[place] = group
    return [words, [leaf + bracket.format(units["annual_plan"]) if at == place else None for at in range(len(words))]]


def laid_out(random: Random) -> tuple[list[list], list[int]]:
    """All rows of the sheet, and where the projects stand."""
    keys = [
        key for key in SPELLINGS if key not in ("content", "owner_name", "remark", "serial") or random.random() < 0.6
    ]
    random.shuffle(keys)
    units = {key: random.choice(("亿元", "万元", "万元", "元")) for key in ("total_investment", "annual_plan")}
    rows = [[], ["龙亭区2026年重点项目名单"]] * random.randrange(2) + heading(keys, units, random)
    total = [{"name": "合计：60 个", "total_investment": 123.5}.get(key) for key in keys]
    first_total = random.random() < 0.3
    rows += [total] * first_total
    places = []
    for number, project in enumerate(PROJECTS, start=1):
        if number in (1, 17, 46) and random.random() < 0.5:
            rows.append([random.choice(("一、竣工项目（16个）", "（二）新开工项目"))])
        places.append(len(rows) + 1)
        rows.append([cell_of(key, number, project, units, random) for key in keys])
    rows += [total] * (not first_total) + [[], ["主要负责人签字："]]
    return rows, places


@pytest.mark.parametrize("seed", range(40))
def test_the_same_projects_are_read_from_any_layout(seed):
    rows, places = laid_out(Random(seed))
    found = read(sheet(rows))
    keys = PROJECTS[0]["values"]
    read_back = [(row.row, row.name, row.status, {key: row.values[key] for key in keys}) for row in found.rows]
    assert read_back == [
        (place, project["name"], project["status"], project["values"])
        for place, project in zip(places, PROJECTS, strict=True)
    ]
