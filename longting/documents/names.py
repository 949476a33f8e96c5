"""File names as people type them, made safe to show, to store and to send back. Pure."""

import re
import unicodedata

MAX_LENGTH = 120
UNNAMED = "附件"

#: Endings that start programs or carry script; in the middle of a name they are there to deceive.
DANGEROUS = frozenset((
    "ade", "adp", "app", "asp", "aspx", "bat", "bin", "chm", "cmd", "com", "cpl", "dll", "dmg", "docm", "dotm",
    "elf", "exe", "gadget", "hta", "htm", "html", "inf", "iso", "jar", "js", "jse", "jsp", "lnk", "msc", "msi",
    "msp", "mht", "mhtml", "php", "pif", "potm", "ppam", "pptm", "ps1", "py", "reg", "scf", "scr", "sh",
    "shtml", "svg", "sys", "url", "vb", "vbe", "vbs", "wsf", "wsh", "xhtml", "xlam", "xlsm", "xltm", "xml",
    "xsl",
))  # fmt: skip

#: Also the end of a web address, which papers saved from the web carry in their names.
_OF_ADDRESSES = frozenset({"app", "com"})

_DRIVE = re.compile(r"^[A-Za-z]:")
_SPACES = re.compile(r"\s+")
_UNSAFE = str.maketrans(dict.fromkeys('<>:"|?*', "_"))


def clean_name(raw: str) -> str:
    """The last part of `raw` without control, invisible and text-direction characters, at most 120 characters long;
    the ending survives the shortening. Nothing left gives 附件."""
    last = _DRIVE.sub("", re.split(r"[/\\]", raw.replace("\x00", ""))[-1])
    visible = "".join(char for char in unicodedata.normalize("NFC", last) if not _is_hidden(char))
    name = _SPACES.sub(" ", visible).translate(_UNSAFE).strip(" .")
    if len(name) > MAX_LENGTH:
        stem, dot, ending = name.rpartition(".")
        tail = f"{dot}{ending}" if dot and len(ending) <= 5 else ""
        name = (stem if tail else name)[: MAX_LENGTH - len(tail)].rstrip(" .") + tail
    return name or UNNAMED


def ending_of(name: str) -> str:
    """What stands after the last dot, in lower case; "" when there is none."""
    stem, dot, ending = name.rpartition(".")
    return ending.lower() if dot and stem else ""


def hidden_ending(name: str) -> str:
    """A dangerous ending before the last one (`合同.exe.pdf`), "" when there is none."""
    middle = [part.strip().lower() for part in name.split(".")[1:-1]]
    return next((part for part in middle if part in DANGEROUS - _OF_ADDRESSES), "")


def _is_hidden(char: str) -> bool:
    """Control (Cc), format (Cf: text direction, zero width), surrogate, private and unassigned characters; a line or a
    tab becomes a space later."""
    return unicodedata.category(char) in {"Cc", "Cf", "Cs", "Co", "Cn"} and char not in "\t\n\r"
