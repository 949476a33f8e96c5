"""The title of the paper that issues a list, broken into lines where words end (GB/T 9704-2012, 7.3.1). Pure."""

import math
import re
from collections.abc import Sequence

#: Characters of 2号 on a line of 156 mm, with a little to spare; figures and spaces are half as wide.
MOST = 19
_HALF = re.compile(r"[ -~]")
#: What is never torn: words of such titles, a whole bracket; what opens stays with what follows, what closes with what
#: goes before. A name that is not among the words may be broken between any two of its characters.
_PIECE = re.compile(
    r"[《（“]{0,3}"
    r"(?:关于|印发|\d+\s?年度?|龙亭区|开封市|重点|重大|建设|项目|名单|年度|第\s?\d+\s?批|调整|补充|[ -~]{1,12}|.)"
    r"[》）”、，]{0,3}(?:的通知)?"
)


def headline(title: str) -> str:
    """`关于印发《…》的通知` in lines (`\n`): the verb above the name when the name fits on a line, else as few lines as
    it takes, as even as its words allow."""
    name = f"《{title}》的通知"
    return f"关于印发\n{name}" if _width(name) <= MOST else "\n".join(_even(_PIECE.findall(f"关于印发{name}")))


def _even(pieces: Sequence[str]) -> list[str]:
    """The narrowest lines of which as many are needed as of full ones."""
    full = _filled(pieces, MOST)
    narrow = math.ceil(_width("".join(pieces)) / len(full))
    tries = (_filled(pieces, limit) for limit in range(narrow, MOST))
    return next((lines for lines in tries if len(lines) == len(full)), full)


def _filled(pieces: Sequence[str], limit: float) -> list[str]:
    lines = [""]
    for piece in pieces:
        if lines[-1] and _width(lines[-1] + piece) > limit:
            lines.append("")
        lines[-1] += piece
    return lines


def _width(text: str) -> float:
    """In characters of full width."""
    return len(text) - len(_HALF.findall(text)) / 2
