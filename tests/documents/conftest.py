"""A store of one's own, and an owner of attachments for tests: things, seen by those who are named on them."""

from dataclasses import dataclass

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from longting.documents import store
from longting.documents.services import upload_attachment
from longting.documents.slots import PICTURES, Slot
from tests.documents.files import PDF

SLOTS = (
    Slot("paper", "批复文件"),
    Slot("photo", "现场照片", accept=PICTURES, max_bytes=64 * 1024),
    Slot("cover", "封面", multiple=False),
)


@dataclass(frozen=True)
class Thing:
    """What attachments hang on in these tests."""

    pk: str
    attachment_project_id: object = 7
    attachment_slots: tuple = SLOTS

    def __str__(self):
        return f"示范项目{self.pk}"


def thing_of(user, subject_id: str) -> Thing | None:
    """Thing 7 is open to the clerk of Beijiao and to officers; its slots only to those; thing 8 to nobody."""
    if subject_id != "7" or user.username not in ("beijiao", "beijiao_head", "officer", "auditor"):
        return None
    return Thing("7", attachment_slots=SLOTS if user.username in ("beijiao", "officer") else ())


@pytest.fixture(autouse=True)
def shelf(settings, tmp_path):
    """Where the bytes lie in this test."""
    settings.MEDIA_ROOT = tmp_path
    settings.ATTACHMENT_OWNERS = {"thing": "tests.documents.conftest.thing_of"}
    return tmp_path


def uploaded(name: str = "批复.pdf", data: bytes = PDF) -> SimpleUploadedFile:
    """A file as a browser sends it, with a lying type."""
    return SimpleUploadedFile(name, data, content_type="text/html")


def send(
    actor, name: str = "批复.pdf", data: bytes = PDF, *, slot: str = "paper", thing: Thing | None = None, **fields
):
    """Upload to thing 7."""
    place = {"kind": "thing", "slot": slot, "file": uploaded(name, data), "actor": actor}
    return upload_attachment(thing or Thing("7"), **place, **fields)


def stored() -> list[str]:
    """Names of all files on the shelf."""
    return sorted(name for name, _ in store.stored_files())
