"""What the issued list says as an official paper (GB/T 9704), from its snapshot alone."""

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

from approvals.enums import ResolutionKind
from approvals.papers.headline import headline
from longting.common.columns import Column
from longting.common.money import format_wan
from longting.documents.word import Attachment, Paper, Text, day_words, document_number
from projects.issued import columns_from, sums_of, title_of

BODY = "中共开封市龙亭区委重大项目推进工作委员会办公室"
MASTHEAD = "中共开封市龙亭区委\n重大项目推进工作委员会办公室文件"
PRINTER = "区委重大项目推进工作委员会办公室"
ADDRESSEE = "各乡、办，区直有关单位"
COPIES = "区委、区政府有关领导，区委重大项目推进工作委员会成员单位。"
#: The columns of the printed table, of all that the workbook has, and how wide each is (mm).
PRINTED = {
    "serial": 9, "name": 37, "content": 47, "stage": 14, "total_investment": 24, "annual_plan": 22, "goal": 25,
    "leader": 14, "responsible": 24, "service_officer": 14,
}  # fmt: skip
TOTALS = ("total_investment", "annual_plan")


def paper_of(snapshot: Mapping[str, Any], check_code: str) -> Paper:
    """The paper of an issued list."""
    issued_on = date.fromisoformat(snapshot["issued_on"])
    return Paper(
        masthead=MASTHEAD,
        number=document_number(snapshot["number"]),
        title=headline(title_of(snapshot)),
        addressee=ADDRESSEE,
        body=[Text(words) for words in _body(snapshot)],
        signer=BODY,
        signed_on=issued_on,
        printer=PRINTER,
        printed_on=issued_on,
        copies=COPIES,
        attachments=(_table(snapshot, check_code),),
    )


def _body(snapshot: Mapping[str, Any]) -> Sequence[str]:
    rows = snapshot["rows"]
    return (
        f"根据《龙亭区重大项目谋划储备办法》（龙项目办〔2022〕3号），《{title_of(snapshot)}》{_decided(snapshot)}"
        "现印发给你们，请认真组织实施。",
        f"名单共 {len(rows)} 个项目{_amounts(snapshot)}。"
        f"{_by(rows, 'field', '按领域分')}{_by(rows, 'stage', '按阶段分')}",
        "各项目责任单位要对照名单所列年度计划和形象进度目标，明确责任人和时限，按月报送进展，加强要素保障，"
        "及时协调解决项目推进中的问题，确保完成年度任务。",
    )


def _amounts(snapshot: Mapping[str, Any]) -> str:
    """`，总投资 … 万元，2027年计划投资 … 万元`; a sum of which nothing is known is not spoken of."""
    sums = sums_of(snapshot)
    told = (("总投资", sums["total_investment"]), (f"{snapshot['year']}年计划投资", sums["annual_plan"]))
    return "".join(f"，{words} {format_wan(amount)} 万元" for words, amount in told if amount is not None)


def _decided(snapshot: Mapping[str, Any]) -> str:
    """`经区委…审定（2026年11月24日），报区委、区政府批准（龙文〔2027〕5号），`: as far as it is on record."""
    found = {row["kind"]: row for row in snapshot.get("resolutions", ())}
    words = ""
    if committee := found.get(ResolutionKind.COMMITTEE.value):
        words += f"经区委重大项目推进工作委员会审定（{_reference(committee)}），"
    if district := found.get(ResolutionKind.DISTRICT.value):
        words += f"报区委、区政府研究批准（{_reference(district)}），"
    return words


def _reference(row: Mapping[str, Any]) -> str:
    day = day_words(date.fromisoformat(row["decided_on"]))
    return f"{document_number(row['number'])}，{day}" if row["number"] else day


def _by(rows: Sequence[Mapping[str, Any]], key: str, lead: str) -> str:
    """How many of each, in the order in which they first come; rows that do not say are counted as such."""
    counts: dict[str, int] = {}
    for row in rows:
        name = row.get(key) or "未填写"
        counts[name] = counts.get(name, 0) + 1
    return f"{lead}，{'、'.join(f'{name} {count} 个' for name, count in counts.items())}。" if rows else ""


def _table(snapshot: Mapping[str, Any], check_code: str) -> Attachment:
    columns: list[Column] = [column for column in columns_from(snapshot) if column.key in PRINTED]
    return Attachment(
        title=title_of(snapshot),
        columns=columns,
        rows=snapshot["rows"],
        shares=[PRINTED[column.key] for column in columns],
        totals=TOTALS,
        unit_line="金额单位：万元",
        note=f"校验码 {check_code}。全部列见同名工作簿，两者同源。",
    )
