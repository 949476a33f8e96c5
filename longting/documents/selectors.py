"""Reads of attachments, always through the object they hang on (SECURITY D-27)."""

from django.conf import settings
from django.utils.module_loading import import_string

from longting.documents.models import Attachment


def find_subject(kind: str, subject_id: str, user):
    """The object that attachments of this `kind` hang on, None when there is none in sight of `user`.

    The owner of the kind is named in settings.ATTACHMENT_OWNERS: `function(user, subject_id) -> subject or None`; a
    subject has `pk`, `attachment_slots` (Slots open to this user now) and `attachment_project_id`.
    """
    owner = settings.ATTACHMENT_OWNERS.get(kind)
    return import_string(owner)(user, subject_id) if owner else None


def find_attachment(pk: int, user) -> tuple[Attachment, object] | None:
    """A kept attachment with its object, None when it is removed, unknown, or its object is out of sight."""
    found = Attachment.objects.kept().filter(pk=pk).select_related("uploaded_by").first()
    subject = find_subject(found.subject_kind, found.subject_id, user) if found else None
    return (found, subject) if subject is not None else None


def attachments_of(kind: str, subject_id) -> list[Attachment]:
    """What hangs on one object now, by slot, in the order of upload. The caller has looked who may see the object."""
    return list(Attachment.objects.of(kind, subject_id).kept().select_related("uploaded_by"))
