"""Reads of the trail for pages: the history of one object, the life of one project."""

import json
from dataclasses import dataclass
from datetime import datetime

from longting.audit.models import AuditEvent

NOTHING = "—"
MOST = 200
#: Changes that the note of an entry names.
SHOWN = 4


@dataclass(frozen=True, slots=True)
class Change:
    """One fact that changed, in words."""

    label: str
    before: str
    after: str


@dataclass(frozen=True, slots=True)
class LogEntry:
    """One act as templates/ui/log.html shows it; `now` marks the latest of its history."""

    seq: int
    at: datetime
    who: str
    role: str
    organisation: str
    summary: str
    changes: tuple[Change, ...]
    reason: str
    now: bool = False

    @property
    def text(self) -> str:
        return self.summary

    @property
    def note(self) -> str:
        """The first changes and the reason in small words below the sentence; the record itself shows every change."""
        parts = [f"{change.label}：{change.before} → {change.after}" for change in self.changes[:SHOWN]]
        if len(self.changes) > SHOWN:
            parts.append(f"另改 {len(self.changes) - SHOWN} 处")
        return "；".join([*parts, f"理由：{self.reason}"] if self.reason else parts)


def history_of(kind: str, pk, *, limit: int = MOST) -> list[LogEntry]:
    """What happened to one object, newest first. The caller has looked who may see the object."""
    return _entries(AuditEvent.objects.about(kind, pk)[:limit])


def life_of_project(project_id, *, limit: int = MOST) -> list[LogEntry]:
    """What happened to a project and to all that hangs on it, newest first."""
    return _entries(AuditEvent.objects.of_project(project_id)[:limit])


def changes_of(event: AuditEvent) -> tuple[Change, ...]:
    """The differences a record holds, as words."""
    return tuple(Change(label, _words(old), _words(new)) for label, (old, new) in json.loads(event.changes).items())


def _entries(events) -> list[LogEntry]:
    return [
        LogEntry(
            event.seq, event.at, event.actor_name, event.actor_role, event.organisation,
            event.summary, changes_of(event), event.reason, now=place == 0,
        )
        for place, event in enumerate(events)
    ]  # fmt: skip


def _words(value) -> str:
    if isinstance(value, bool):
        return "是" if value else "否"
    if isinstance(value, list):
        return "、".join(map(_words, value)) or NOTHING
    return NOTHING if value in (None, "") else str(value)
