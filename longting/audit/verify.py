"""Proving the audit chain: every record in its place, unchanged, linked to the one before, none cut off at the end.

What this cannot see is a chain rebuilt from some record on to its end by somebody who owns the database. Against that
stand heads kept elsewhere: printed on issued papers, written down by the auditor, in the daily log: `seen`.
"""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from types import MappingProxyType

from longting.audit.chain import GENESIS, SEALED, link
from longting.audit.enums import ChainFault
from longting.audit.models import AuditEvent, AuditHead
from longting.common.canonical import short

BATCH = 2000
#: What reading raises when a record holds a value that no service writes.
UNREADABLE = (AttributeError, TypeError, ValueError)
NONE_SEEN: Mapping[int, str] = MappingProxyType({})


@dataclass(frozen=True)
class Verdict:
    """What the proof found: `count` records proved, the `seq` and `hash` of the last of them; and when something is
    wrong, which `fault`, the number `bad_seq` of the first bad record, and `words` for people."""

    count: int
    seq: int
    hash: str
    fault: ChainFault | None = None
    bad_seq: int = 0
    words: str = ""

    @property
    def holds(self) -> bool:
        return self.fault is None

    @property
    def check_code(self) -> str:
        """The short hash of the last proved record, to be written down."""
        return short(self.hash)


def verify_chain(
    *, seen: Mapping[int, str] = NONE_SEEN, progress: Callable[[int, int, str], None] = lambda *_: None
) -> Verdict:
    """Prove the chain from the first record to its head, without locks, in constant memory; writers go on meanwhile.

    `seen`: numbers of records and the (beginning of the) hash that somebody noted for them earlier. `progress` is
    told after every batch (done, total, words).
    """
    head = _head()
    seq, prev = 0, GENESIS
    try:
        for row in _rows(head.seq, progress):
            found = _fault(row, seq, prev, seen)
            if found:
                return _verdict(seq, prev, *found)
            seq, prev = row["seq"], row["hash"]
    except UNREADABLE:
        return _verdict(seq, prev, ChainFault.EDITED, _first_unreadable(seq))
    return _verdict(seq, prev, *_end_fault(head, seq, prev, seen))


def head_words() -> str:
    """Number and short hash of the last record, as one writes them down: `128:0f3a9c21d4e7`."""
    head = _head()
    return f"{head.seq}:{short(head.hash)}"


def _head() -> AuditHead:
    return AuditHead.objects.first() or AuditHead(seq=0, hash=GENESIS)


def _rows(upto: int, progress: Callable[[int, int, str], None]) -> Iterator[dict]:
    """The records in order up to number `upto`, fetched in batches (a cursor kept open would hold the database)."""
    seq = 0
    while True:
        batch = (
            AuditEvent.objects.filter(seq__gt=seq, seq__lte=upto).order_by("seq").values(*SEALED, "prev_hash", "hash")
        )
        rows = list(batch[:BATCH])
        yield from rows
        if len(rows) < BATCH:
            return
        seq = rows[-1]["seq"]
        progress(seq, upto, "正在逐条核对")


def _first_unreadable(after: int) -> int:
    """The number of the record behind `after` that cannot be read or hashed: they are tried one by one."""
    seq = after
    try:
        while True:
            seq += 1
            row = AuditEvent.objects.filter(seq=seq).values(*SEALED, "prev_hash").get()
            link(row["prev_hash"], row)
    except (*UNREADABLE, AuditEvent.DoesNotExist):
        return seq


def _fault(row: dict, seq: int, prev: str, seen: Mapping[int, str]) -> tuple[ChainFault, int] | None:
    """What is wrong with `row`, which follows the proved record `seq` with the hash `prev`; and where."""
    if row["seq"] != seq + 1:
        return ChainFault.DELETED, seq + 1
    sealed = link(row["prev_hash"], row) == row["hash"]
    if not (sealed and row["prev_hash"] == prev):
        return _unlinked(row, seq, prev, sealed)
    if not row["hash"].startswith(seen.get(row["seq"], "")):
        return ChainFault.UNLIKE, row["seq"]
    return None


def _unlinked(row: dict, seq: int, prev: str, sealed: bool) -> tuple[ChainFault, int]:
    """Which of two neighbours is the false one: the true successor still names `prev`, wherever it stands now."""
    if AuditEvent.objects.filter(prev_hash=prev).exclude(seq=row["seq"]).exists():
        return ChainFault.INSERTED, row["seq"]
    if sealed and seq:
        return ChainFault.RESEALED, seq
    return ChainFault.EDITED, row["seq"]


def _end_fault(head: AuditHead, seq: int, prev: str, seen: Mapping[int, str]) -> tuple[ChainFault | None, int]:
    if seq < head.seq:
        return ChainFault.CUT, seq + 1
    if prev != head.hash:
        return ChainFault.RESEALED, seq
    # Asked in this order: a record added meanwhile moves the head in the same transaction.
    beyond = AuditEvent.objects.filter(seq__gt=head.seq).order_by("-seq").values_list("seq", flat=True).first()
    if beyond and beyond > _head().seq:
        return ChainFault.BEYOND, head.seq + 1
    if any(number > seq for number in seen):
        return ChainFault.CUT, seq + 1
    return None, 0


def _verdict(seq: int, prev: str, fault: ChainFault | None, bad_seq: int) -> Verdict:
    if fault is None:
        return Verdict(seq, seq, prev, words=f"{seq} 条审计记录完好，链尾校验码 {seq}:{short(prev)}。")
    words = f"第 {bad_seq} 条起有问题：{fault.label}。此前 {seq} 条完好。"
    return Verdict(seq, seq, prev, fault, bad_seq, words)
