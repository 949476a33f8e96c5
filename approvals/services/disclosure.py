"""What leaves the system is kept in the audit trail: the list of declarations exported."""

from django.db import transaction

from approvals.enums import Act
from longting.audit.services import Entry, record


@transaction.atomic
def record_declaration_export(count: int, *, actor) -> None:
    """`count` declarations of the list left the system as a workbook."""
    text = f"导出申报清单，{count} 件"
    record(Entry(Act.DECLARATION_EXPORT, "declaration", "", "项目申报", text), actor=actor)
