"""What changed inside a text, word by word, for reading. Pure."""

import re
from difflib import SequenceMatcher
from typing import NamedTuple

#: Numbers and Latin words are compared whole; every other character stands for itself.
_TOKENS = re.compile(r"\d[\d,.]*|[A-Za-z]+|.", re.DOTALL)
#: Texts less alike than this are shown whole, before and after: a patchwork reads worse than both.
ALIKE = 0.6


class Part(NamedTuple):
    """A piece of text; `kind` "" stayed, "old" went, "new" came."""

    text: str
    kind: str = ""

    @property
    def is_old(self) -> bool:
        return self.kind == "old"

    @property
    def is_new(self) -> bool:
        return self.kind == "new"


def parts_of(before: str, after: str) -> list[Part]:
    """The text as it is now with what went and what came marked."""
    if before == after:
        return [Part(after)]
    old, new = _TOKENS.findall(before), _TOKENS.findall(after)
    matcher = SequenceMatcher(None, old, new, autojunk=False)
    if matcher.ratio() < ALIKE:
        return _pair(before, after)
    parts: list[Part] = []
    for kind, a, b, c, d in matcher.get_opcodes():
        gone, come = "".join(old[a:b]), "".join(new[c:d])
        parts += [Part(come)] if kind == "equal" else _pair(gone, come)
    return parts


def _pair(gone: str, come: str) -> list[Part]:
    return [part for part in (Part(gone, "old"), Part(come, "new")) if part.text]
