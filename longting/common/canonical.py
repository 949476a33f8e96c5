"""One text for one content: the bytes that snapshots, audit rows and short hashes are computed from.

The form may never change: published hashes are printed on paper. Keys sorted, no spaces, UTF-8, Decimal as plain
text without trailing zeros, days as ISO, moments in UTC, months as YYYY-MM.
"""

import hashlib
import json
from datetime import UTC, date, datetime
from decimal import Decimal
from enum import Enum

from longting.common.money import plain_wan
from longting.common.periods import Bimonth, Month, Quarter


def canonical_json(obj: object) -> bytes:
    """The canonical bytes. Raises TypeError for floats, naive datetimes, keys that are not text and unknown types,
    ValueError for a Decimal that is not a number."""
    plain = _plain(obj)
    return json.dumps(plain, ensure_ascii=False, sort_keys=True, separators=(",", ":")).encode("utf-8")


def digest(obj: object) -> str:
    """SHA-256 of the canonical bytes, hexadecimal."""
    return hashlib.sha256(canonical_json(obj)).hexdigest()


def short(hexdigest: str) -> str:
    """The first 12 characters, as printed on papers."""
    return hexdigest[:12]


def _plain(value: object) -> object:
    """The value as str, int, bool, None, list or dict."""
    if isinstance(value, Enum):
        value = value.value
    if value is None or isinstance(value, bool | int | str):
        return value
    if isinstance(value, Decimal):
        if not value.is_finite():
            raise ValueError(f"{value} is not an amount")
        return plain_wan(value)
    if isinstance(value, datetime):
        return _moment(value)
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, Month | Bimonth | Quarter):
        return str(value)
    if isinstance(value, dict):
        return {_key(key): _plain(item) for key, item in value.items()}
    if isinstance(value, list | tuple):
        return [_plain(item) for item in value]
    raise TypeError(f"{type(value).__name__} has no canonical form: {value!r}")


def _moment(value: datetime) -> str:
    if value.tzinfo is None:
        raise TypeError(f"a moment without zone has no canonical form: {value!r}")
    return value.astimezone(UTC).isoformat(timespec="microseconds")


def _key(key: object) -> str:
    if not isinstance(key, str):
        raise TypeError(f"a key must be text: {key!r}")
    return key.value if isinstance(key, Enum) else key
