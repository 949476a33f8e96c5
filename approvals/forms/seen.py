"""Which facts a form was opened with, so that it can be told later who changed what (a second tab, a colleague).

The mark of a fact is a short digest of it; the marks travel with the form and decide nothing but what is shown.
"""

import json
from typing import Any

from approvals.declared import pack
from longting.common.canonical import digest
from longting.common.text import mask_phone, tidy
from projects.services.facts import tidied

#: The rows of contacts as the form shows them: their numbers stand masked.
SHOWN_CONTACTS = "shown_contacts"
_LENGTH = 8


def marks_of(values: dict[str, Any]) -> dict[str, str]:
    """Fact → mark of settled values: typed and stored ones that say the same get the same mark."""
    return {key: _mark(value) for key, value in pack(values).items()}


def settled(values: dict[str, Any]) -> dict[str, Any]:
    """Values as they are stored: texts tidied, rows that say nothing left out."""
    plain = tidied({key: value for key, value in values.items() if key not in ("funds", "contacts")})
    funds = [row for row in values.get("funds") or [] if row.get("amount") is not None]
    contacts = [row for row in values.get("contacts") or [] if row.get("name") or row.get("phone")]
    return plain | {"funds": funds, "contacts": contacts}


def contacts_mark(rows: list[tuple[str, str, str]]) -> str:
    """The mark of rows of (duty, name, number as shown); empty rows do not count."""
    return _mark([[tidy(text) for text in row] for row in rows if any(row)])


def written(values: dict[str, Any]) -> str:
    """The marks of stored values, for a hidden input."""
    shown = [(row["duty"], row["name"], mask_phone(row["phone"])) for row in values["contacts"]]
    return json.dumps(marks_of(values) | {SHOWN_CONTACTS: contacts_mark(shown)}, separators=(",", ":"))


def read(text: str) -> dict[str, str]:
    """The marks of a form that was sent; {} for anything that is none."""
    try:
        found = json.loads(text)
    except ValueError:
        return {}
    return found if isinstance(found, dict) else {}


def _mark(value: Any) -> str:
    return digest(value)[:_LENGTH]
