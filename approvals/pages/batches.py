"""Pages of a unit's report (汇总上报): the sheet with its table, what each act would do, the order."""

from django.urls import reverse
from django.utils import timezone

from approvals.enums import BatchAction, BatchState, State
from approvals.models import Declaration, ScreeningBatch
from approvals.pages.acts import names_of
from approvals.selectors.batches import TOTALS, batch_case, document_of, free_of, sheet_of, signed_sheet
from approvals.selectors.screening import returns_of
from approvals.windows import day_words
from approvals.workflow import BATCHES
from longting.accounts.roles import Permission, Role
from longting.accounts.selectors import users_holding
from longting.common.columns import Column, cells, heading_rows
from longting.common.money import format_wan

LIST = (
    Column("name", "上报批次", str, "link", width=34, url=lambda row: batch_url(row)),
    Column("unit", "上报单位", lambda row: row.unit.short),
    Column("year", "年度", lambda row: f"{row.year}年度第 {row.batch} 批"),
    Column("state", "状态", lambda row: BatchState(row.state), "tag"),
    Column("count", "项目", lambda row: row.declarations, "number", "个"),
    Column("by", "经办人", lambda row: row.created_by.name),
    Column("created", "建立时间", lambda row: row.created_at, "date", width=16, sort="created"),
    Column("signer", "签发人", lambda row: row.signed_by.name if row.signed_by else None),
    Column("signed", "签发时间", lambda row: row.signed_at, "date", width=16),
)
_ACTS = {
    BatchAction.SUBMIT: ("submit", "送本单位负责人审签，送出后不能再调整"),
    BatchAction.SIGN: ("sign", "整批报区项目办，表格就此固定；区项目办逐个核实"),
    BatchAction.RETURN: ("return", "退回经办人重新汇总，须写明理由"),
}
_WORDS = {
    BatchAction.SUBMIT: "已送审签，等负责人签发。",
    BatchAction.SIGN: "已签发，{count} 个项目报区项目办。",
    BatchAction.RETURN: "已退回经办人。",
}


def sheet_columns(year: int) -> tuple[Column, ...]:
    """The columns of the paper; a row is one of `sheet["rows"]`."""
    return (
        Column("serial", "序号", lambda row: row["serial"], "number", width=5),
        Column("name", "项目名称", lambda row: row["name"], "link", width=30, url=lambda row: row["url"]),
        Column("owner", "建设单位", lambda row: row["owner_name"], width=22),
        Column("nature", "建设性质", lambda row: row["nature"]),
        Column("total", "总投资", lambda row: row["total_investment"], "wan", "万元"),
        Column("plan", f"{year}年计划投资", lambda row: row["annual_plan"], "wan", "万元"),
        Column("limb", "申报情形", lambda row: row["limb"]),
        Column("conclusion", "初审结论", lambda row: row["conclusion"], width=24),
    )


def batch_page(batch: ScreeningBatch, user, today) -> dict:
    """The context of templates/approvals/batch_detail.html."""
    document = document_of(batch)
    sheet = signed_sheet(document) if document else sheet_of(batch)
    declarations = {item.declaration.number: item.declaration for item in batch.items.select_related("declaration")}
    columns, will = sheet_columns(batch.year), rows_by_outcome(batch, sheet, declarations)
    head = [[*heading_rows(columns)[0], {"text": will["heading"], "css": "lt-noprint"}]]
    return {
        "batch": batch,
        "sheet": sheet,
        "state": BatchState(batch.state),
        "line": f"{sheet['year']}年度第 {sheet['batch']} 批　第 {sheet['serial']} 次上报　单位：万元",
        "head": head,
        "rows": [_row(columns, row, will["cells"][row["declaration"]]) for row in sheet["rows"]],
        "foot": [foot_of(sheet)] if sheet["rows"] else [],
        "count": len(sheet["rows"]),
        "summary": will["summary"],
        "opinion": [{"label": "综合意见", "text": sheet["opinion"] or "（没有填写）"}],
        "cover": _cover(sheet),
        "paper_parts": _paper_parts(document),
        "acts": batch_acts(batch, user),
        "arrange_url": _arrange_url(batch, user),
    }


def rows_by_outcome(batch: ScreeningBatch, sheet: dict, declarations: dict[str, Declaration]) -> dict:
    """Beside each row what will become of it, or has: before the signature which rows go up, which do not and why;
    afterwards where each stands, and what the office sent back for which reason."""
    rows = {row["declaration"]: declarations[row["declaration"]] for row in sheet["rows"]}
    if batch.state == BatchState.REPORTED:
        returns = returns_of(batch)
        back = [number for number, row in rows.items() if row.pk in returns]
        words = f"{len(rows)} 个项目已上报" + (f"，其中 {len(back)} 个被退回，其余照常办理" if back else "")
        told = {number: _after(row, returns.get(row.pk)) for number, row in rows.items()}
        return {"heading": "现在", "cells": told, "summary": f"{words}。"}
    lost = [row for row in rows.values() if row.state != State.SCREENED]
    words = f"签发后 {len(rows) - len(lost)} 个项目上报"
    words += f"；{len(lost)} 个不能上报，须先移出，见表中标出的项目" if lost else ""
    return {"heading": "签发后", "cells": {n: _before(row) for n, row in rows.items()}, "summary": f"{words}。"}


def _before(row: Declaration) -> dict:
    if row.state == State.SCREENED:
        return {"text": "上报", "label": "签发后", "css": "lt-noprint lt-nowrap"}
    words = f"现在是“{State.label_of(row.state)}”，移出后才能送审签和签发。"
    return {"text": "不能上报", "label": "签发后", "css": "lt-noprint bad", "more": {"message": words}}


def _after(row: Declaration, step) -> dict:
    state = State(row.state)
    cell = {"text": state.label, "kind": "tag", "colour": state.colour, "label": "现在", "css": "lt-noprint"}
    if step is None:
        return cell
    words = f"{day_words(timezone.localdate(step.at))} {step.organisation}退回：{step.comment}"
    now = f"现在是“{state.label}”。" if state is not State.RETURNED else ""
    return cell | {"text": "已退回", "colour": "r", "more": {"message": words, "note": now}}


def batch_acts(batch: ScreeningBatch, user) -> list[dict]:
    """The acts of this person on the report for ui/act.html, each with what it does or why it is blocked."""
    if batch.unit_id not in user.organisation_ids:
        return []
    ways = BATCHES.available(BatchState(batch.state), user.may)
    return [_act(batch, way) for way in sorted(ways, key=lambda way: way.action == BatchAction.RETURN)]


def _act(batch: ScreeningBatch, way) -> dict:
    name, hint = _ACTS[way.action]
    url = reverse(f"approvals:batch-{name}", args=[batch.public_id])
    act = {"label": way.action.label, "hint": hint, "primary": way.action != BatchAction.RETURN}
    if way.action == BatchAction.RETURN:
        return act | {"href": url}
    if way.action == BatchAction.SIGN:
        act["confirm"] = "再按一次签发"
    return act | {"url": url, "blocked": (way.guard(batch_case(batch)) or "") if way.guard else ""}


def done_words(action: BatchAction, batch: ScreeningBatch) -> str:
    """What is said when an act on a report is done."""
    return f"{batch}：{_WORDS[action].format(count=batch.items.count())}"


def return_page(batch: ScreeningBatch, form, today) -> dict:
    """The context of templates/approvals/declaration_reason.html for a report that goes back to the clerk."""
    clerks = names_of(users_holding(Role.CLERK, today, batch.unit))
    state = BatchState(batch.state)
    wrong = "" if state is BatchState.SIGNING else f"这一批现在是“{state.label}”，不能退回经办。"
    return {
        "title": BatchAction.RETURN.label,
        "subject": str(batch),
        "crumb": [{"url": batch_url(batch), "label": str(batch)}],
        "back_url": batch_url(batch),
        "facts": [
            {"label": "上报批次", "text": str(batch)},
            {"label": "项目", "text": f"{batch.items.count()} 个"},
            {"label": "现在", "text": "", "tag": state},
        ],
        "follows": ("回到经办人手里，可以调整次序、移出项目、修改综合意见，再次送审签。", "各项目仍是初审通过。"),
        "told": [f"{batch.unit.name}经办人：{clerks}"] if clerks else [],
        "form": form,
        "blocked": wrong,
    }


def arrange_page(batch: ScreeningBatch, form) -> dict:
    """The context of templates/approvals/batch_arrange.html: those on the report in order, then those that could be."""
    rows = {row.pk: row for row in Declaration.objects.filter(pk__in=form.places)}
    return {
        "batch": batch,
        "back_url": batch_url(batch),
        "form": form,
        "rows": [_arranged(rows[pk], form) for pk in form.places],
    }


def places_of(batch: ScreeningBatch) -> dict[int, int | None]:
    """Declaration id → its place on the report; None for one that is passed and stands on none."""
    on = {item.declaration_id: place for place, item in enumerate(batch.items.all(), start=1)}
    free = free_of(batch.unit, batch.year, batch.batch).order_by("number")
    return on | dict.fromkeys(free.values_list("pk", flat=True))


def _arranged(row: Declaration, form) -> dict:
    is_passed = row.state == State.SCREENED
    words = "" if is_passed else f"现在是“{State.label_of(row.state)}”，不能上报。去掉勾选即移出。"
    return {
        "name": row.name,
        "url": reverse("approvals:declaration-detail", args=[row.public_id]),
        "number": row.number,
        "keep": form[f"keep_{row.pk}"],
        "order": form[f"order_{row.pk}"],
        "words": words,
        "is_new": form.places[row.pk] is None,
    }


def _row(columns, row: dict, outcome: dict) -> dict:
    url = reverse("approvals:declaration-detail", args=[row["public_id"]])
    return {"cells": [*cells(columns, row | {"url": url}), outcome]}


def foot_of(sheet: dict) -> dict:
    """The 合计 row; a column in which nobody has given an amount has no sum."""
    stated = {key: any(row[key] is not None for row in sheet["rows"]) for key in TOTALS}
    sums = [{"text": format_wan(sheet["totals"][key] if stated[key] else None), "css": "n"} for key in TOTALS]
    first = {"text": f"合计　{len(sheet['rows'])} 个项目", "css": "t", "colspan": 4}
    return {"cells": [first, *sums, {"text": "", "colspan": 2}, {"text": "", "css": "lt-noprint"}]}


def _cover(sheet: dict) -> list[dict]:
    signed = sheet["signed_at"]
    return [
        {"label": "上报单位（盖章）", "text": sheet["unit"]},
        {"label": "经办人", "text": sheet["prepared_by"]},
        {"label": "签发人", "text": sheet["signed_by"] or "（待签发）"},
        {"label": "签发日期", "text": signed_day(signed) if signed else "　　　　年　　月　　日"},
    ]


def signed_day(moment) -> str:
    """The day of a signature; a frozen sheet holds it as text."""
    found = timezone.datetime.fromisoformat(moment) if isinstance(moment, str) else moment
    return day_words(timezone.localdate(found))


def _paper_parts(document) -> list[str]:
    basis = "依据龙项目办〔2022〕3号第九条"
    return [basis, f"校验码 {document.check_code}"] if document else [basis, "签发前的预览，以签发后为准"]


def batch_url(batch: ScreeningBatch) -> str:
    """The report's own page."""
    return reverse("approvals:batch-detail", args=[batch.public_id])


def _arrange_url(batch: ScreeningBatch, user) -> str:
    may = batch.unit_id in user.organisation_ids and user.may(Permission.SCREEN)
    return (
        reverse("approvals:batch-arrange", args=[batch.public_id])
        if may and batch.state == BatchState.PREPARING
        else ""
    )
