"""Enumerations whose members carry their Chinese label and the colour of their badge.

A state is declared once, with everything a page, a workbook and an audit sentence need to print it.
"""

from enum import StrEnum, nonmember

COLOURS = frozenset("gbyrn")


class Labelled(StrEnum):
    """Base of every choice in the system: ``DRAFT = "draft", "起草", "n"``.

    Colours: g green (done, on time), b blue (moving), y yellow (needs attention), r red (late, refused), n neutral.
    Raises ValueError at import when a member has no label or an unknown colour, so a wrong badge never ships.
    """

    do_not_call_in_templates = nonmember(True)  # Django templates call every callable; an enum class is one

    label: str
    colour: str

    def __new__(cls, value: str, label: str, colour: str = "n") -> "Labelled":
        if not label:
            raise ValueError(f"{cls.__name__}.{value} has no label")
        if colour not in COLOURS:
            raise ValueError(f"{cls.__name__}.{value}: colour {colour!r} is not one of g b y r n")
        member = str.__new__(cls, value)
        member._value_ = value
        member.label = label
        member.colour = colour
        return member

    @classmethod
    def choices(cls) -> list[tuple[str, str]]:
        """(value, label) pairs in declaration order; pass the method itself as ``choices=State.choices``."""
        return [(member.value, member.label) for member in cls]

    @classmethod
    def label_of(cls, value: str | None) -> str:
        """The label of a stored value; a value no longer declared is printed as stored, nothing as an empty text."""
        for member in cls:
            if member.value == value:
                return member.label
        return value or ""
