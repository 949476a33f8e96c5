"""Who took which rows out of the house as a workbook."""

from django.db import transaction

from longting.audit.services.record import Entry, record


@transaction.atomic
def record_export(title: str, *, verb: str, kind: str, count: int, query: str, actor) -> None:
    """Note that `actor` exported `count` rows of the list `title`; `query` is the address part with its conditions."""
    text = f"导出{title} {count} 条，条件：{query or '无'}"
    record(Entry(verb, kind, "", title, text), actor=actor)
