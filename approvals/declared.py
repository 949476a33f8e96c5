"""What a declaration says: its sections and facts, how they are stored, printed and compared.

The declared facts are the applicant's claim. They are stored with the declaration (`pack`, `unpack`) and reach the
主档 only when the responsible unit has passed them; every submission freezes a copy.
"""

from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from longting.common.money import plain_wan
from longting.common.periods import Month
from projects.eligibility import Facts
from projects.wording import FACTS, NOTHING, OTHER_FACTS, shown, shown_contacts, shown_funds


@dataclass(frozen=True)
class Section:
    """One card of the application: `facts` in order, `required` those without which it cannot be sent."""

    key: str
    title: str
    facts: tuple[str, ...]
    required: tuple[str, ...] = ()


SECTIONS: tuple[Section, ...] = (
    Section(
        "basics", "一、基本情况",
        ("name", "project_code", "field", "industry", "category", "nature", "stage", "owner_name", "uscc", "town",
         "village", "address", "content"),
        ("name", "field", "nature", "stage", "owner_name", "address", "content"),
    ),
    Section("money", "二、投资与资金", ("total_investment", "funds"), ("total_investment", "funds")),
    Section("site", "三、用地与前期", ("land_mu", "basis", "progress"), ("progress",)),
    Section(
        "plan", "四、工期与年度计划",
        ("start_month", "end_month", "done_before", "annual_plan", "goal", "plan_start", "plan_finish"),
        ("start_month", "end_month", "annual_plan", "goal"),
    ),
    Section(
        "grounds", "五、申报依据",
        ("fits_plan", "is_livelihood", "is_infrastructure", "is_government", "limb_reason", "significance"),
    ),
    Section("contacts", "六、联系人", ("contacts",), ("contacts",)),
    Section("papers", "七、附件", ()),
)  # fmt: skip
SECTION_OF = {key: section for section in SECTIONS for key in section.facts}
TITLES = {section.key: section.title for section in SECTIONS}

#: Facts of the plan of the year: they go to the list entry. The others go to the 主档.
PLAN = ("done_before", "annual_plan", "goal", "plan_start", "plan_finish")
ROWS = ("funds", "contacts")
PROJECT_FACTS = tuple(key for section in SECTIONS for key in section.facts if key not in (*PLAN, *ROWS))
_MONEY = ("total_investment", "done_before", "annual_plan")
_MONTHS = ("start_month", "end_month", "plan_start", "plan_finish")
_YES_NO = ("fits_plan", "is_livelihood", "is_infrastructure", "is_government")
_ROW_LABELS = {"funds": "资金来源", "contacts": "联系人"}


def label_of(key: str) -> str:
    """The Chinese name of a declared fact."""
    return _ROW_LABELS.get(key) or FACTS.get(key) or OTHER_FACTS.get(key) or key


def pack(values: dict[str, Any]) -> dict[str, Any]:
    """Declared facts as JSON: amounts in 万元 and months as text, rows as lists. Unknown keys are a slip of the caller
    and raise KeyError."""
    return {key: _packed(key, value) for key, value in values.items() if SECTION_OF[key]}


def unpack(stored: dict[str, Any]) -> dict[str, Any]:
    """The stored facts as Decimal, Month, bool and text; a fact never given is None, "" or no rows."""
    return {key: _unpacked(key, stored.get(key)) for key in SECTION_OF}


def article_8_facts(values: dict[str, Any]) -> Facts:
    """What Article 8 judges of declared facts."""
    return Facts(
        total_investment=values.get("total_investment"),
        fits_plan=values.get("fits_plan"),
        is_livelihood=bool(values.get("is_livelihood")),
        is_infrastructure=bool(values.get("is_infrastructure")),
        is_government=bool(values.get("is_government")),
        reason=values.get("limb_reason") or "",
    )


def missing(values: dict[str, Any]) -> list[tuple[str, str]]:
    """(section, fact) that are required and empty, in the order of the form."""
    return [
        (section.key, key) for section in SECTIONS for key in section.required if values.get(key) in (None, "", [], {})
    ]


def printed(key: str, value: Any) -> str:
    """A declared fact as people read it; telephone numbers masked."""
    if key == "funds":
        return shown_funds({row["source"]: row["amount"] for row in value or []})
    if key == "contacts":
        return shown_contacts([(row["duty"], row["name"], row["phone"]) for row in value or []])
    return shown(key, value)


def differences(before: dict[str, Any], after: dict[str, Any]) -> dict[str, list[tuple[str, str, str, str]]]:
    """Section → (fact, label, before, after) of what differs between two sets of unpacked facts."""
    found: dict[str, list[tuple[str, str, str, str]]] = {}
    for key, section in SECTION_OF.items():
        if before.get(key) != after.get(key):
            old, new = printed(key, before.get(key)), printed(key, after.get(key))
            new = f"{new}（号码有改动）" if old == new and key == "contacts" else new
            found.setdefault(section.key, []).append((key, label_of(key), old, new))
    return found


def _packed(key: str, value: Any) -> Any:
    if key == "funds":
        return [{"source": str(row["source"]), "amount": plain_wan(row["amount"])} for row in value or []]
    if key == "contacts":
        return [{name: str(row.get(name) or "") for name in ("duty", "name", "phone")} for row in value or []]
    if isinstance(value, Decimal):
        return plain_wan(value)
    return str(value) if isinstance(value, Month) else value


def _unpacked(key: str, value: Any) -> Any:
    if key == "funds":
        return [{"source": row["source"], "amount": Decimal(row["amount"])} for row in value or []]
    if key == "contacts":
        return [dict(row) for row in value or []]
    if key in _MONEY or key == "land_mu":
        return None if value in (None, "") else Decimal(value)
    if key in _MONTHS:
        return Month.parse(value) if value else None
    if key in _YES_NO:
        return value if key == "fits_plan" else bool(value)
    return value or ""


def shown_or_nothing(key: str, values: dict[str, Any]) -> str:
    """`printed`, for a fact that may not be there."""
    return printed(key, values.get(key)) if key in values else NOTHING
