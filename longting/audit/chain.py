"""The hash chain of the audit trail: pure, so that it can be re-proved outside the application."""

from datetime import UTC, datetime
from hashlib import sha256

from longting.common.canonical import canonical_json

GENESIS = "0" * 64

#: The facts that a link seals, in the order of the table. Changing this list would break every chain already written.
SEALED = (
    "seq", "at", "actor_id", "actor_name", "actor_role", "organisation", "ip", "request_id", "verb",
    "target_kind", "target_id", "target_name", "project_id", "summary", "changes", "reason",
)  # fmt: skip


def instant(at: datetime) -> str:
    """`at` in UTC with microseconds: the same text whichever database kept it."""
    return at.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%S.%fZ")


def link(prev_hash: str, facts: dict) -> str:
    """SHA-256 over the previous hash and the sealed facts of one record."""
    sealed = {name: instant(facts[name]) if name == "at" else facts[name] for name in SEALED}
    return sha256(prev_hash.encode("ascii") + canonical_json(sealed)).hexdigest()
