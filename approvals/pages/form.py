"""The body of 申报表: facts of a declaration as the rows of an official table, two facts a row or one across."""

from typing import Any

from approvals.declared import label_of, printed
from approvals.models import Declaration
from approvals.selectors.attachments import PAPERS, SITE
from projects.wording import NOTHING, shown

_SLOTS = {slot.key: slot.label for slot in (*PAPERS, *SITE)}


def form_rows(row: Declaration, values: dict[str, Any], papers: list[dict], limb_words: str) -> list[list[dict]]:
    """Rows of cells {label, text, wide}."""
    return [
        [_wide("项目名称", values["name"])],
        [_cell("申报编号", row.number), _cell("年度批次", f"{row.year}年度 第 {row.batch} 批")],
        [_fact("project_code", values), _fact("field", values)],
        [_fact("owner_name", values), _fact("uscc", values)],
        [_cell("申请单位", row.applicant.name), _cell("初审单位", row.unit.name)],
        [_fact("nature", values), _fact("stage", values)],
        [_fact("industry", values), _fact("category", values)],
        [_wide("建设地点", _place(values))],
        [_wide("建设规模及\n主要内容", printed("content", values["content"]))],
        [_fact("total_investment", values), _cell("起止年限", _span(values))],
        [_wide("资金来源", printed("funds", values["funds"]))],
        [_fact("land_mu", values), _fact("basis", values)],
        [_wide("前期进展", printed("progress", values["progress"]))],
        [_fact("done_before", values), _fact("annual_plan", values)],
        [_wide("形象进度目标", printed("goal", values["goal"]))],
        [_fact("plan_start", values), _fact("plan_finish", values)],
        [_wide("申报依据", _grounds(values, limb_words))],
        [_wide("联系人", printed("contacts", values["contacts"]))],
        [_wide("附件", _papers(papers))],
    ]


def _cell(label: str, text: str) -> dict:
    return {"label": label, "text": text, "wide": False}


def _wide(label: str, text: str) -> dict:
    return {"label": label, "text": text, "wide": True}


def _fact(key: str, values: dict[str, Any]) -> dict:
    return _cell(label_of(key), printed(key, values.get(key)))


def _place(values: dict[str, Any]) -> str:
    parts = [shown(key, values.get(key)) for key in ("town", "village", "address")]
    return " ".join(part for part in parts if part != NOTHING) or NOTHING


def _span(values: dict[str, Any]) -> str:
    start, end = values.get("start_month"), values.get("end_month")
    return f"{start.label if start else '—'}—{end.label if end else '—'}" if start or end else NOTHING


def _grounds(values: dict[str, Any], limb_words: str) -> str:
    """The limb with its rule, then what was claimed in words."""
    lines = [limb_words]
    lines += [f"认定理由：{values['limb_reason']}"] if values.get("limb_reason") else []
    lines += [f"全局意义和带动作用：{values['significance']}"] if values.get("significance") else []
    return "\n".join(lines)


def _papers(papers: list[dict]) -> str:
    named = [f"{_SLOTS.get(paper['slot'], '')}：{paper['name']}" for paper in papers]
    return "\n".join(f"{place}. {words}" for place, words in enumerate(named, start=1)) or NOTHING
