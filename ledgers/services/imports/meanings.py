"""What the columns of a workbook mean: decided for this one, remembered for the unit's next one."""

from collections.abc import Mapping

from ledgers.enums import Act
from ledgers.intake.kinds import Kind
from ledgers.kinds import kind_of
from ledgers.models import ColumnMapping, ImportBatch
from longting.audit.services import Entry, record
from longting.common.errors import Refused
from longting.common.money import Unit

NO_COLUMN = "页面上的列与这份导入的不一致，没有保存。请刷新页面后再改。"
NO_MEANING = "“{title}”对应的字段或单位不存在，没有保存。请从列表中选择。"
TWICE = "“{first}”和“{second}”都对应“{label}”，没有保存。请只留一列。"
LACKING = "没有一列对应“{label}”，缺了它读不出名单，没有保存。请为它选一列。"


def keep_meanings(batch: ImportBatch, mapping: Mapping[str, tuple[str, str]], *, actor) -> None:
    """Keep the meanings that differ from now, for this import and for the unit's next workbooks.

    Raises Refused for a column or field there is not, for two columns of one meaning, and when a required field is left
    without a column.
    """
    kind = kind_of(batch.kind).intake
    columns = {f"{column['sheet']}!{column['column']}": column for column in batch.layout}
    if set(mapping) - set(columns):
        raise Refused(NO_COLUMN)
    told = {place: said for place, said in mapping.items() if said != meaning_now(columns[place])}
    if not told:
        return
    for place, (field, unit) in told.items():
        _check_meaning(kind, columns[place], field, unit)
    _check_once(kind, columns, told)
    _check_required(kind, columns, told)
    changes = {}
    for place, (field, unit) in told.items():
        title = columns[place]["title"]
        batch.overrides[title] = [field, unit]
        key = {"organisation": batch.organisation, "kind": batch.kind, "title": title}
        ColumnMapping.objects.update_or_create(**key, defaults={"field": field, "unit": unit})
        changes[title] = [columns[place]["label"] or "不导入", _label(kind, field, unit)]
    batch.save(update_fields=["overrides"])
    text = f"改导入《{batch.filename}》的列对应 {len(changes)} 列"
    record(Entry(Act.IMPORT_MAP, "import_batch", batch.pk, batch.filename, text, changes), actor=actor)


def meaning_now(column: dict) -> tuple[str, str]:
    """What a column is taken for: field and unit, without a unit that is only assumed."""
    return column["field"], "" if column["unit_from"] in ("assumed", "unknown") else column["unit"]


def _check_meaning(kind: Kind, column: dict, field: str, unit: str) -> None:
    known = {one.key: one for one in kind.fields}
    money = field in known and known[field].kind == "money"
    if (field and field not in known) or (unit and (not money or unit not in list(Unit))):
        raise Refused(NO_MEANING.format(title=column["title"]))


def _check_once(kind: Kind, columns: Mapping[str, dict], told: Mapping[str, tuple[str, str]]) -> None:
    first: dict[tuple[str, str], str] = {}
    for place, (field, _) in told.items():
        other = first.setdefault((columns[place]["sheet"], field), place)
        if field and other != place:
            titles = {"first": columns[other]["title"], "second": columns[place]["title"]}
            raise Refused(TWICE.format(**titles, label=kind.field(field).label))


def _check_required(kind: Kind, columns: Mapping[str, dict], told: Mapping[str, tuple[str, str]]) -> None:
    meant = {told[place][0] if place in told else column["field"] for place, column in columns.items()}
    for field in kind.required:
        if field.key not in meant:
            raise Refused(LACKING.format(label=field.label))


def _label(kind: Kind, field: str, unit: str) -> str:
    return f"{kind.field(field).label}{f'（{unit}）' if unit else ''}" if field else "不导入"
