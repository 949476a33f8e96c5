"""Slots (附件栏): what may be attached to an object, declared by the part of the house that owns the object. Pure."""

from dataclasses import dataclass

MEGABYTE = 1024 * 1024
#: Keys of longting.documents.content.FILE_KINDS.
PAPERS = ("pdf", "ofd", "docx")
PICTURES = ("jpg", "png")
SHEETS = ("xlsx",)


@dataclass(frozen=True, slots=True)
class Slot:
    """One slot: `accept` holds keys of content.FILE_KINDS, `max_bytes` is per file. A slot that is not `multiple`
    keeps its newest file; the one before is removed, with that as the reason."""

    key: str
    label: str
    accept: tuple[str, ...] = PAPERS + PICTURES
    max_bytes: int = 10 * MEGABYTE
    multiple: bool = True
    required: bool = False

    @property
    def hint(self) -> str:
        """Types and size in words."""
        kinds = "、".join(f".{key}" for key in self.accept)
        return f"{kinds}，单个不超过 {self.max_bytes // MEGABYTE} MB"

    @property
    def input_accept(self) -> str:
        """The accept attribute of the file input; a help for choosing, not a check."""
        return ",".join(f".{key}" for key in self.accept)


def find_slot(slots: tuple[Slot, ...], key: str) -> Slot | None:
    """The slot with this key, None when the object has no such slot (now)."""
    return next((slot for slot in slots if slot.key == key), None)
