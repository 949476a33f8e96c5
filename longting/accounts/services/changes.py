"""What every change of an account or organisation shares: a reason, compare-and-set on `version`, the differences."""

from datetime import date

from django.db.models import Model

from longting.common.errors import Conflict, Refused

SHORTEST_REASON = 4


def require_reason(reason: str) -> str:
    """`reason` without surrounding space. Raises Refused when it says nothing."""
    text = reason.strip()
    if len(text) < SHORTEST_REASON:
        raise Refused(f"请写明理由，至少 {SHORTEST_REASON} 个字，审计时要看。", field="reason")
    return text


def apply_changes(row: Model, values: dict, *, version: int) -> dict:
    """Write `values` to `row` if it is still at `version`; returns {Chinese label: [before, after]} of what differs.

    Nothing is written when nothing differs. Raises Conflict when somebody else changed the row meanwhile.
    """
    changed = {name: value for name, value in values.items() if getattr(row, name) != value}
    if row.version != version:
        raise Conflict
    if not changed:
        return {}
    rows = type(row)._default_manager.filter(pk=row.pk, version=version)
    if rows.update(**changed, version=version + 1) != 1:
        raise Conflict
    differences = {_label(row, name): [shown(getattr(row, name)), shown(value)] for name, value in changed.items()}
    for name, value in changed.items():
        setattr(row, name, value)
    row.version = version + 1
    return differences


def shown(value) -> str:
    """A value as an audit record prints it."""
    if isinstance(value, bool):
        return "是" if value else "否"
    if isinstance(value, list):
        value = "、".join(value)
    return str(value) if value not in (None, "") else "—"


def day_words(day: date) -> str:
    """2026年11月24日, as people write it."""
    return f"{day.year}年{day.month}月{day.day}日"


def _label(row: Model, name: str) -> str:
    return str(row._meta.get_field(name).verbose_name)
