"""Writing the audit trail: always inside the transaction of the act, so that neither exists without the other."""

from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass, field

from django.db import transaction

from longting.audit.chain import GENESIS, link
from longting.audit.models import AuditEvent, AuditHead
from longting.common import clock, facts
from longting.common.canonical import canonical_json

#: Rows of one INSERT.
BATCH = 500


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


_gathering: ContextVar[list[tuple[Entry, object]] | None] = ContextVar("gathering", default=None)


def record(entry: Entry, *, actor) -> None:
    """Add one record by `actor` (a User, or SYSTEM). Must be called inside the act's own transaction."""
    record_many([entry], actor=actor)


def record_many(entries: Iterable[Entry], *, actor) -> None:
    """Add several records under one lock of the chain's head (an import of sixty rows locks once)."""
    if not transaction.get_connection().in_atomic_block:
        raise RuntimeError("An audit record must be written inside the transaction of the act it tells of.")
    pairs = [(entry, actor) for entry in entries]
    gathered = _gathering.get()
    if gathered is not None:
        gathered.extend(pairs)
    else:
        _append(pairs)


@contextmanager
def gathered_records() -> Iterator[None]:
    """Write the records of one long act together at its end, so that the chain's head is locked for a moment and not
    from its first row on: meanwhile every other act could not be recorded, hence not be done.

    For acts that succeed or fail as a whole: when the block raises, nothing gathered is written, and the caller's
    transaction must roll back with it. A part that fails on its own inside would leave its record behind.
    """
    token = _gathering.set([])
    try:
        yield
        pairs = _gathering.get()
    finally:
        _gathering.reset(token)
    _append(pairs)


def _append(pairs: list[tuple[Entry, object]]) -> None:
    """Link the records to the end of the chain."""
    AuditHead.objects.get_or_create(id=1, defaults={"hash": GENESIS})
    head = AuditHead.objects.select_for_update().get(id=1)
    rows = []
    for entry, actor in pairs:
        row = _row(entry, actor, head)
        head.seq, head.hash = row.seq, row.hash
        rows.append(row)
    AuditEvent.objects.bulk_create(rows, batch_size=BATCH)
    head.save(update_fields=["seq", "hash"])


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
