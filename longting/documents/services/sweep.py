"""Cleaning: files that a crash left behind, drafts nobody came back to."""

from datetime import UTC, datetime, timedelta

from longting.documents import store
from longting.documents.models import Attachment, FormDraft

#: A file this old without a row is nobody's: rows follow their file within the same request.
ORPHAN_AGE = timedelta(hours=6)
DRAFT_LIFE = timedelta(days=90)


def sweep_files(now) -> int:
    """Delete half-written files and files that no row points to; returns how many."""
    old = {name: path for name, path in store.stored_files() if _age(path, now) > ORPHAN_AGE}
    known = set(Attachment.objects.filter(stored_name__in=old).values_list("stored_name", flat=True)) if old else set()
    orphans = [path for name, path in old.items() if name not in known]
    for path in orphans:
        store.discard_path(path)
    return len(orphans)


def sweep_drafts(now) -> int:
    """Forget drafts that were not touched for 90 days; returns how many."""
    deleted, _ = FormDraft.objects.filter(saved_at__lt=now - DRAFT_LIFE).delete()
    return deleted


def _age(path, now) -> timedelta:
    return now - datetime.fromtimestamp(path.stat().st_mtime, UTC)
