"""Columns of the audit list, and the tables of one record."""

from django.urls import reverse

from longting.audit.enums import Kind
from longting.audit.models import AuditEvent
from longting.audit.selectors import Change
from longting.audit.verbs import verb_label
from longting.common.columns import Column

EVENTS = (
    Column("at", "时间", lambda e: e.at, "date", width=18, url=lambda e: reverse("audit:event-detail", args=[e.seq])),
    Column("seq", "序号", lambda e: e.seq, "number", width=10, sort="seq"),
    Column("actor", "人员", lambda e: e.actor_name),
    Column("role", "角色", lambda e: e.actor_role, default=False),
    Column("organisation", "单位", lambda e: e.organisation, width=24),
    Column("verb", "动作", lambda e: verb_label(e.verb)),
    Column("kind", "对象类别", lambda e: Kind.label_of(e.target_kind)),
    Column("target", "对象", lambda e: e.target_name, width=30, default=False),
    Column("summary", "摘要", lambda e: e.summary, width=50),
    Column("reason", "理由", lambda e: e.reason, width=30, default=False),
    Column("ip", "地址", lambda e: e.ip, default=False),
    Column("hash", "校验码", lambda e: e.hash[:12], width=14, default=False),
)

CHANGES_HEAD = [[{"text": "事实", "css": "t"}, {"text": "改前", "css": "w"}, {"text": "改后", "css": "w"}]]


def change_rows(changes: tuple[Change, ...]) -> list[dict]:
    """Before and after, one row per fact."""
    return [
        {
            "cells": [
                {"text": change.label, "css": "t"},
                {"text": change.before, "css": "w", "label": "改前"},
                {"text": change.after, "css": "w", "label": "改后"},
            ]
        }
        for change in changes
    ]


def facts_of(event: AuditEvent) -> list[dict]:
    """Everything a record holds about who, what and from where (templates/ui/kv.html)."""
    pairs = (
        ("人员", event.actor_name), ("角色", event.actor_role), ("单位", event.organisation),
        ("动作", verb_label(event.verb)), ("对象类别", Kind.label_of(event.target_kind)), ("对象", event.target_name),
        ("理由", event.reason), ("地址", event.ip), ("请求编号", event.request_id),
    )  # fmt: skip
    return [{"label": label, "text": text or "—"} for label, text in pairs]


def seal_of(event: AuditEvent) -> list[dict]:
    """The link in the chain, in groups of eight so that a narrow page can break it."""
    return [{"label": "本条", "text": _grouped(event.hash)}, {"label": "前一条", "text": _grouped(event.prev_hash)}]


def _grouped(code: str) -> str:
    return " ".join(code[start : start + 8] for start in range(0, len(code), 8))
