"""Whether the trail has grown: for acts that judge first, without a lock, and write afterwards."""

from collections.abc import Collection

from django.db.models import Max

from longting.audit.models import AuditEvent


def last_seq() -> int:
    """The number of the latest record; 0 for an empty trail."""
    return AuditEvent.objects.aggregate(last=Max("seq"))["last"] or 0


def acted_since(seq: int, *, besides: Collection[str]) -> bool:
    """Whether anything was done after record `seq`, leaving out acts on the kinds `besides`. Every act is recorded in
    its own transaction, so "no" means that what was read then still stands."""
    return AuditEvent.objects.filter(seq__gt=seq).exclude(target_kind__in=besides).exists()
