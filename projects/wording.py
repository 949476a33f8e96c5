"""How the facts of a 主档 are called and printed: in audit differences, on the detail page, where two people meet."""

from datetime import date
from decimal import Decimal
from typing import Any

from longting.common import areas, industries
from longting.common.text import mask_phone
from projects.eligibility import amount
from projects.enums import Duty, Nature, Source, Stage

NOTHING = "—"

#: Every fact that a person may give, with its name, in the order of the form and of the detail page.
FACTS: dict[str, str] = {
    "name": "项目名称",
    "project_code": "项目代码",
    "former_code": "原项目代码",
    "is_province": "省重点",
    "is_city": "市重点",
    "is_major": "重大项目",
    "field": "领域",
    "industry": "行业",
    "category": "项目类型",
    "nature": "建设性质",
    "stage": "阶段",
    "owner_name": "建设单位",
    "owner": "建设单位账号",
    "uscc": "统一社会信用代码",
    "responsible": "责任单位",
    "town": "所在乡办",
    "village": "所在村（社区）",
    "address": "建设地点",
    "content": "建设规模及主要内容",
    "start_month": "建设起始",
    "end_month": "建设终止",
    "total_investment": "总投资",
    "land_mu": "用地需求（亩）",
    "basis": "谋划依据",
    "progress": "前期进展",
    "fits_plan": "符合区产业规划",
    "is_livelihood": "具有较大影响的民生项目",
    "is_infrastructure": "重要基础设施项目",
    "is_government": "政府投资项目",
    "limb_reason": "认定理由",
    "significance": "全局意义和带动作用",
    "started_on": "开工日期",
    "completed_on": "竣工日期",
    "in_production_on": "投产日期",
    "remark": "备注",
}
PENDING = "待核实"
BELOW_PLAN = "总投资小于{title}上的年度计划 {plan}。请核对单位或小数点；要调低的，先改名单上的计划。"

#: What a workbook may leave in doubt besides: 起止年限 is two facts here, the plan of the year stands on the entry.
OTHER_FACTS = {
    "period": "建设起止年限",
    "annual_plan": "计划投资",
    "done_before": "截至上年底累计完成",
    "goal": "形象进度目标",
    "plan_start": "计划开工月",
    "plan_finish": "计划竣工月",
}

_PRINTERS = {
    "stage": Stage.label_of,
    "nature": Nature.label_of,
    "industry": lambda code: f"{code} {industries.label(code)}".strip(),
    "town": lambda code: areas.name_of(code) or code,
    "village": lambda code: areas.name_of(code) or code,
    "responsible": lambda unit: unit.name,
    "owner": lambda unit: unit.name,
    "total_investment": amount,
    "annual_plan": amount,
    "done_before": amount,
}


def label_of(key: str) -> str:
    """The Chinese name of a fact; a key no longer known is printed as it is."""
    return FACTS.get(key) or OTHER_FACTS.get(key) or key


def shown(key: str, value: Any) -> str:
    """A fact as people read it: every digit of money, choices and codes by name, yes and no in words, nothing as —."""
    if value is None or value == "":
        return NOTHING
    if isinstance(value, bool):
        return "是" if value else "否"
    if key in _PRINTERS:
        return _PRINTERS[key](value)
    if isinstance(value, Decimal):
        return f"{value:,f}"
    return value.isoformat() if isinstance(value, date) else str(value)


def shown_contacts(contacts: list[tuple[str, str, str]]) -> str:
    """(duty, name, phone) rows in one line, numbers masked: an audit record is read by more people than the page."""
    words = (f"{Duty.label_of(duty)} {name} {mask_phone(phone)}".strip() for duty, name, phone in contacts)
    return "；".join(words) or NOTHING


def shown_funds(funds: dict[str, Decimal]) -> str:
    """Source → amount in one line."""
    return "；".join(f"{Source.label_of(source)} {amount(wan)}" for source, wan in funds.items()) or NOTHING


def doubts_of(pending: dict[str, str]) -> list[tuple[str, str]]:
    """(name of the fact, words as printed) in the order of the form: a database may give the keys in any order."""
    known = [*FACTS, *OTHER_FACTS]
    places = {key: place for place, key in enumerate(known)}
    keys = sorted(pending, key=lambda key: (places.get(key, len(known)), key))
    return [(label_of(key), pending[key]) for key in keys]


def shown_pending(pending: dict[str, str]) -> str:
    """The doubtful facts with the words as printed."""
    return "；".join(f"{label}“{words}”" for label, words in doubts_of(pending)) or NOTHING
