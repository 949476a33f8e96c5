"""Issuing papers: frozen at the moment of issue, corrected only by a further revision (SECURITY D-08, D-09)."""

from django.db import IntegrityError, transaction

from longting.audit.services import Entry, record
from longting.common import clock
from longting.common.canonical import canonical_json, digest, short
from longting.common.errors import Conflict, Refused
from longting.documents.models import IssuedDocument

KIND = "issued_document"
SEALED = (
    "kind",
    "key",
    "revision",
    "number",
    "title",
    "snapshot",
    "reason",
    "issued_by_id",
    "issued_by_name",
    "issued_at",
)


@transaction.atomic
def issue_document(
    content: dict, *, kind: str, key: str, title: str, number: str = "", reason: str = "", project_id="", actor
) -> IssuedDocument:
    """Freeze `content` (see canonical_json for what it may hold) as the next revision of the paper `kind`, `key`.

    Raises Refused when a revision exists and no reason for the correction is given, Conflict when somebody else
    issued the same revision at the same moment, TypeError for content without a canonical form.
    """
    newest = IssuedDocument.objects.versions(kind, key).first()
    if newest and not reason.strip():
        raise Refused("这份文件已经印发，更正要写明理由。", field="reason")
    row = IssuedDocument(
        kind=kind, key=key, revision=newest.revision + 1 if newest else 1, number=number, title=title,
        snapshot=canonical_json(content).decode("utf-8"), reason=reason.strip(),
        issued_by_id=str(actor.pk), issued_by_name=actor.name[:60], issued_at=clock.now(),
    )  # fmt: skip
    row.sha256 = _seal(row)
    try:
        with transaction.atomic():
            row.save(force_insert=True)
    except IntegrityError:
        raise Conflict("另一位用户刚刚印发了同一份文件。请核对最新一版。") from None
    verb, word = ("correct_document", "更正") if newest else ("issue_document", "印发")
    text = f"{word}《{title}》{number}第 {row.revision} 版，校验码 {short(row.sha256)}"
    record(Entry(verb, KIND, row.pk, title, text, {}, row.reason, project_id), actor=actor)
    return row


def verify_document(document: IssuedDocument) -> bool:
    """Whether the stored row is what was issued: every sealed fact gives the hash again."""
    return _seal(document) == document.sha256


def _seal(row: IssuedDocument) -> str:
    return digest({name: getattr(row, name) for name in SEALED})
