"""Writing the audit trail: always inside the transaction of the act, so that neither exists without the other."""

from collections.abc import Iterable
from dataclasses import dataclass, field

from django.db import transaction

from longting.audit.chain import GENESIS, link
from longting.audit.models import AuditEvent, AuditHead
from longting.common import clock, facts
from longting.common.canonical import canonical_json


@dataclass(frozen=True)
class System:
    """The machine as an actor (jobs, commands)."""

    pk: int = 0
    name: str = "系统"
    role_label: str = ""
    organisation_name: str = ""


SYSTEM = System()


@dataclass(frozen=True)
class Entry:
    """One act to be recorded. `summary` is the finished Chinese sentence, written now so that later renames cannot
    alter it; `changes` maps a field's Chinese label to [before, after]; `project_id` files it under a project."""

    verb: str
    kind: str
    pk: object
    name: str
    summary: str
    changes: dict = field(default_factory=dict)
    reason: str = ""
    project_id: object = ""


def record(entry: Entry, *, actor) -> AuditEvent:
    """Add one record by `actor` (a User, or SYSTEM). Must be called inside the act's own transaction."""
    return record_many([entry], actor=actor)[0]


def record_many(entries: Iterable[Entry], *, actor) -> list[AuditEvent]:
    """Add several records under one lock of the chain's head (an import of sixty rows locks once)."""
    if not transaction.get_connection().in_atomic_block:
        raise RuntimeError("An audit record must be written inside the transaction of the act it tells of.")
    AuditHead.objects.get_or_create(id=1, defaults={"hash": GENESIS})
    head = AuditHead.objects.select_for_update().get(id=1)
    rows = []
    for entry in entries:
        row = _row(entry, actor, head)
        head.seq, head.hash = row.seq, row.hash
        rows.append(row)
    AuditEvent.objects.bulk_create(rows)
    head.save(update_fields=["seq", "hash"])
    return rows


def _row(entry: Entry, actor, head: AuditHead) -> AuditEvent:
    here = facts.current()
    values = {
        "seq": head.seq + 1,
        "at": clock.now(),
        "actor_id": str(actor.pk),
        "actor_name": actor.name[:60],
        "actor_role": actor.role_label[:60],
        "organisation": actor.organisation_name[:80],
        "ip": here.ip,
        "request_id": here.request_id,
        "verb": entry.verb,
        "target_kind": entry.kind,
        "target_id": str(entry.pk),
        "target_name": entry.name[:300],
        "project_id": str(entry.project_id or ""),
        "summary": entry.summary,
        "changes": canonical_json(entry.changes).decode("utf-8"),
        "reason": entry.reason,
    }
    return AuditEvent(**values, prev_hash=head.hash, hash=link(head.hash, values))
