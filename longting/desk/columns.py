"""Columns of the workbench and of the job page."""

from datetime import date

from django.urls import reverse

from longting.audit.enums import JobKind
from longting.audit.models import JobState
from longting.common.columns import Column
from longting.common.workdays import Calendar
from projects.enums import Stage

#: From this many working days before its limit on, a to-do says how many are left.
SOON = 2

RECENT = (
    Column(
        "name", "项目名称", lambda p: p.name, "link", width=30,
        url=lambda p: reverse("projects:project-detail", args=[p.public_id]),
    ),
    Column("stage", "阶段", lambda p: Stage(p.stage) if p.stage else None, "tag"),
    Column("responsible", "责任单位", lambda p: p.responsible.short),
    Column("total", "总投资", lambda p: p.total_investment, "wan", "(万元)"),
    Column("updated", "更新", lambda p: p.updated_at, "date", width=16),
)  # fmt: skip

JOBS = (
    Column("pk", "编号", lambda j: j.pk, "number"),
    Column("kind", "任务", lambda j: JobKind.label_of(j.kind)),
    Column("state", "状态", lambda j: JobState(j.state), "tag"),
    Column("actor", "申请人", lambda j: j.actor_name),
    Column("attempt", "次数", lambda j: j.attempt, "number"),
    Column("created", "提交时间", lambda j: j.created_at, "date", width=16),
    Column("finished", "完成时间", lambda j: j.finished_at, "date", width=16),
    Column("message", "说明", lambda j: j.message, "text", width=40),
)


def todo_head() -> list[list[dict]]:
    """Heading of the to-do table."""
    return [[{"text": "事项", "css": "t w"}, {"text": "项目"}, {"text": "要做什么"}, {"text": "截止"}, {"text": ""}]]


def todo_rows(todos, today: date) -> list[dict]:
    """To-dos as table rows, each with its time limit and the button that begins the act."""
    return [
        {
            "cells": [
                {"text": todo.title, "url": todo.url, "css": "t w"},
                {"text": todo.subject, "label": "项目"},
                {"text": todo.what, "label": "要做什么"},
                _due(todo.due, today),
                {"text": "", "more": {"button": {"url": todo.url, "label": todo.act}}, "css": "c"},
            ]
        }
        for todo in todos
    ]


def _due(due: date | None, today: date) -> dict:
    """The limit, and how near it is in working days."""
    if due is None:
        return {"text": "—", "label": "截止"}
    left = Calendar.shipped().between(today, due)
    soon = {"doubt": f"剩 {left} 个工作日"} if left <= SOON else None
    more = {"message": f"已过 {-left} 个工作日"} if due < today else soon
    return {"text": f"{due.month}月{due.day}日", "label": "截止", "css": "lt-nowrap", "more": more}
