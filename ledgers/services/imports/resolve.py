"""What a person decides about single cells of an import, and checking it anew with that."""

from collections.abc import Iterable, Mapping

from django.db import transaction
from django.db.models import Q

from ledgers.choices import ABOUT_LIST, NEEDED
from ledgers.decisions import ACCEPT, BLANK, EXISTING, NEW, PROJECT, is_typed
from ledgers.enums import Act, BatchState, RowStatus
from ledgers.intake.kinds import Kind
from ledgers.intake.outcome import LIST
from ledgers.kinds import kind_of
from ledgers.models import ImportBatch, ImportRow
from ledgers.services.imports.check import BUSY, recheck_batch
from ledgers.services.imports.meanings import keep_meanings
from longting.audit.services import Entry, record
from longting.common.errors import Conflict, Refused
from longting.common.money import parse_amount
from longting.common.text import tidy

#: Doubts whose answer holds for every row with the same words in that column.
FOR_ALL_ALIKE = ("unknown_unit", "ambiguous_unit", "inactive_unit", "several_units", *ABOUT_LIST)
LONGEST = 300
BATCH = 500
_LABELS = {PROJECT: "对应的项目", LIST: "整张名单"}
_WORDS = {BLANK: "先留空，入库后补", ACCEPT: "确认无误", NEW: "作为新项目", "": "按原文"}

LOST_ROW = "有的行已不在这份导入里，没有保存。请刷新页面后再选。"
NOT_ASKED = "第 {row} 行的“{label}”没有要选的，没有保存。请刷新页面后再选。"
NO_CHOICE = "第 {row} 行的“{label}”所选的不在可选范围里，没有保存。请从列表中选择。"
CANNOT_WAIT = "第 {row} 行的“{label}”不能留空，没有保存。请填写内容。"
TOO_LONG = "第 {row} 行的“{label}”太长，没有保存。最多 {longest} 个字。"
NEED_UNIT = "第 {row} 行的“{label}”：这一列原来以{unit}为单位，请连单位一起填写，如“{text}万元”。没有保存。"


@transaction.atomic
def resolve_rows(
    batch: ImportBatch,
    decisions: Mapping[int, Mapping[str, str]],
    *,
    mapping: Mapping[str, tuple[str, str]] | None = None,
    version: int,
    actor,
    year: int | None = None,
) -> ImportBatch:
    """Keep what was decided and ask for a new check; the batch as it then waits.

    `decisions`: id of the row → key of the field → decision (see `ledgers.decisions`; "" takes one back). `mapping`:
    `工作表!H` → (key of the field or "", unit or "") of columns that mean something else. Nothing is kept when anything
    is refused. Raises Refused for an answer nobody asked for, Conflict when somebody else acted on the import since
    `version` was read.
    """
    settled = (BatchState.CHECKED, BatchState.UNCHANGED, BatchState.REFUSED)
    found = ImportBatch.objects.select_for_update().filter(pk=batch.pk, version=version, state__in=settled).first()
    if found is None:
        raise Conflict(BUSY)
    _keep_decisions(found, decisions, actor)
    keep_meanings(found, mapping or {}, actor=actor)
    return recheck_batch(found, version=version, actor=actor, year=year)


def says_more(batch: ImportBatch, decisions: Mapping[int, Mapping[str, str]]) -> bool:
    """Whether a page sent choices that are not kept yet: they want a new check before anything is written."""
    kept = dict(batch.rows.filter(pk__in=list(decisions)).values_list("pk", "decisions"))
    return any(
        tidy(said) != kept[pk].get(field, "")
        for pk, fields in decisions.items()
        if pk in kept
        for field, said in fields.items()
    )


def _keep_decisions(batch: ImportBatch, decisions: Mapping[int, Mapping[str, str]], actor) -> None:
    doubtful = Q(pk__in=list(decisions)) | Q(status__in=(RowStatus.ERROR, RowStatus.FLAG))
    rows = {row.pk: row for row in batch.rows.filter(doubtful)}
    if set(decisions) - set(rows):
        raise Refused(LOST_ROW)
    kind, changes, touched = kind_of(batch.kind).intake, {}, {}
    for pk, fields in sorted(decisions.items()):
        for field, raw in fields.items():
            row, said = rows[pk], tidy(raw)
            was, label = row.decisions.get(field, ""), _label(kind, field)
            if said == was:
                continue
            _check(batch, row, field, said, label)
            changes[f"第 {row.row} 行{label}"] = [_words(was), _words(said)]
            for one in _alike(rows.values(), row, field):
                _put(one, field, said)
                touched[one.pk] = one
    if changes:
        ImportRow.objects.bulk_update(touched.values(), ["decisions"], batch_size=BATCH)
        text = f"处理导入《{batch.filename}》的疑点 {len(changes)} 处"
        record(Entry(Act.IMPORT_RESOLVE, "import_batch", batch.pk, batch.filename, text, changes), actor=actor)


def _check(batch: ImportBatch, row: ImportRow, field: str, said: str, label: str) -> None:
    """Refuse what nobody asked and what was not offered. Where a decision stands already, another typed one or leaving
    blank may take its place."""
    asked, stands = asked_at(row, field), field in row.decisions
    if not said:
        return
    if not asked and not stands:
        raise Refused(NOT_ASKED.format(row=row.row, label=label))
    if len(said) > LONGEST:
        raise Refused(TOO_LONG.format(row=row.row, label=label, longest=LONGEST))
    if said == BLANK and field in NEEDED:
        raise Refused(CANNOT_WAIT.format(row=row.row, label=label))
    if any(choice["value"] == said for problem in asked for choice in problem["choices"]):
        return
    stands = stands and field != PROJECT
    free = is_typed(said) and (stands or any(problem["typed"] for problem in asked))
    if not free and not (said == BLANK and stands):
        raise Refused(NO_CHOICE.format(row=row.row, label=label))
    _check_unit(batch, row, field, said, label)


def _check_unit(batch: ImportBatch, row: ImportRow, field: str, said: str, label: str) -> None:
    """A bare number typed for a column in 亿元 or 元 could mean 万元, as the page prints amounts: it must say which."""
    units = {one["unit"] for one in batch.layout if (one["sheet"], one["field"]) == (row.sheet, field)}
    amount = parse_amount(said)
    if units - {"", "万元"} and amount.value and amount.unit is None:
        raise Refused(NEED_UNIT.format(row=row.row, label=label, unit="、".join(sorted(units)), text=said))


def asked_at(row: ImportRow, field: str) -> list[dict]:
    """The doubts about one field of a row that wait for a person."""
    return [problem for problem in row.problems if problem["field"] == field and problem["level"] != "note"]


def _alike(rows: Iterable[ImportRow], row: ImportRow, field: str) -> list[ImportRow]:
    """The row, and those that say the same unknown unit in this column: one answer does for all of them."""
    codes = {problem["code"] for problem in asked_at(row, field)} & set(FOR_ALL_ALIKE)
    if not codes:
        return [row]
    same = [one for one in rows if one.raw.get(field) == row.raw.get(field) and field not in one.decisions]
    others = [one for one in same if any(problem["code"] in codes for problem in asked_at(one, field))]
    return [row, *(one for one in others if one is not row)]


def _put(row: ImportRow, field: str, said: str) -> None:
    row.decisions.pop(field, None)
    if said:
        row.decisions[field] = said


def _label(kind: Kind, field: str) -> str:
    return next((one.label for one in kind.fields if one.key == field), _LABELS.get(field, field))


def _words(said: str) -> str:
    """A decision in words, for the audit record."""
    if said.startswith(EXISTING):
        return f"库里的项目 {said.removeprefix(EXISTING)}"
    return _WORDS.get(said, said)
