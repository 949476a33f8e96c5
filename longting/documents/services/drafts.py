"""Drafts of forms: what was typed survives a lost session, a closed window and a power cut."""

import json

from django.db import transaction
from django.http import QueryDict

from longting.common.errors import Refused
from longting.documents.models import FormDraft

MAX_BYTES = 64 * 1024
MAX_DRAFTS = 50
#: Never kept: they are secrets or belong to one rendering of the form.
_DROPPED = frozenset({"csrfmiddlewaretoken", "once"})
_SECRET_PARTS = ("password", "passwd", "secret", "token", "otp")


class DraftTooLarge(Refused):
    """More than 64 KB of typed text (HTTP 413)."""


@transaction.atomic
def save_draft(form: str, subject: str, *, data: QueryDict, actor, now) -> FormDraft:
    """Keep what `actor` has typed into this form so far, in place of what was kept before. Files, passwords and
    tokens are dropped. Raises DraftTooLarge. Beyond 50 drafts of one person the oldest goes."""
    # A database keeps no NUL in text; nothing a person types has one.
    kept = {
        name.replace("\x00", ""): [value.replace("\x00", "") for value in values]
        for name, values in data.lists()
        if not _is_dropped(name)
    }
    if len(json.dumps(kept, ensure_ascii=False).encode("utf-8", "replace")) > MAX_BYTES:
        raise DraftTooLarge("填写的内容太长，没有存成草稿。请先提交一部分，或把长文字放进附件。")
    row, _ = FormDraft.objects.update_or_create(
        user=actor, form=form, subject=subject, defaults={"data": kept, "saved_at": now}
    )
    extra = list(
        FormDraft.objects.visible_to(actor).order_by("-saved_at", "-pk").values_list("pk", flat=True)[MAX_DRAFTS:]
    )
    FormDraft.objects.filter(pk__in=extra).delete()
    return row


@transaction.atomic
def discard_draft(form: str, subject: str, *, actor) -> bool:
    """Forget the draft: the form was sent, or is not wanted. False when there was none."""
    deleted, _ = FormDraft.objects.visible_to(actor).filter(form=form, subject=subject).delete()
    return bool(deleted)


def _is_dropped(name: str) -> bool:
    lowered = name.lower()
    return lowered in _DROPPED or any(part in lowered for part in _SECRET_PARTS)
