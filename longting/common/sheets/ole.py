"""Just enough of the OLE2 container (old .xls, WPS .et, password-protected .xlsx) to see what is inside.

Everything is bounds-checked by slicing and by loop guards; a broken container ends in `Refusal("damaged")`.
Layout: [MS-CFB] Compound File Binary File Format.
"""

import struct

from longting.common.sheets.refusals import Refusal

MAGIC = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"

_FREE = 0xFFFFFFFA
"""Sector numbers from here on are marks (end of chain, free), not sectors."""
_HEADER_FAT = 109
_ENTRY = 128


class Container:
    """The streams of an OLE2 file by name; storages are listed in `names` too."""

    def __init__(self, data: bytes):
        self._data = data
        try:
            self._open()
        except (struct.error, IndexError, UnicodeDecodeError) as error:
            raise Refusal("damaged") from error

    @property
    def names(self) -> frozenset[str]:
        """Names of all streams and storages, whatever storage they stand in."""
        return frozenset(self._entries)

    def stream(self, name: str) -> bytes:
        """The bytes of one stream.

        Raises:
            Refusal: "damaged" when its chain of sectors is broken.
        """
        start, size = self._entries[name]
        try:
            if size >= self._cutoff:
                return self._chain(self._data, self._fat, start, self._sector, self._sector)[:size]
            return self._chain(self._mini, self._minifat, start, self._minisector, 0)[:size]
        except IndexError as error:
            raise Refusal("damaged") from error

    def _open(self) -> None:
        shift, minishift = struct.unpack_from("<HH", self._data, 30)
        if (shift, minishift) not in ((9, 6), (12, 6)):
            raise IndexError("sector size")
        self._sector, self._minisector = 1 << shift, 1 << minishift
        directory, _, self._cutoff, minifat = struct.unpack_from("<IIII", self._data, 48)
        self._fat = self._read_fat()
        entries = self._chain(self._data, self._fat, directory, self._sector, self._sector)
        self._entries, root = _read_directory(entries)
        self._mini = self._chain(self._data, self._fat, root, self._sector, self._sector)
        raw = self._chain(self._data, self._fat, minifat, self._sector, self._sector)
        self._minifat = struct.unpack(f"<{len(raw) // 4}I", raw)

    def _read_fat(self) -> tuple[int, ...]:
        sectors = list(struct.unpack_from(f"<{_HEADER_FAT}I", self._data, 76))
        following, count = struct.unpack_from("<II", self._data, 68)
        for _ in range(min(count, len(self._data) // self._sector)):
            if following >= _FREE:
                break
            block = struct.unpack_from(f"<{self._sector // 4}I", self._data, (following + 1) * self._sector)
            sectors.extend(block[:-1])
            following = block[-1]
        parts = [self._data[(s + 1) * self._sector : (s + 2) * self._sector] for s in sectors if s < _FREE]
        raw = b"".join(parts)
        return struct.unpack(f"<{len(raw) // 4}I", raw[: len(raw) // 4 * 4])

    @staticmethod
    def _chain(source: bytes, table: tuple[int, ...], start: int, size: int, offset: int) -> bytes:
        """The sectors from `start` along the table; IndexError when the chain leaves the table or runs in a circle."""
        parts = []
        for _ in range(len(table) + 1):
            if start >= _FREE:
                return b"".join(parts)
            parts.append(source[offset + start * size : offset + (start + 1) * size])
            start = table[start]
        raise IndexError("circular chain")


def _read_directory(raw: bytes) -> tuple[dict[str, tuple[int, int]], int]:
    """Name → (first sector, size), and the first sector of the root entry (the stream of small streams)."""
    entries: dict[str, tuple[int, int]] = {}
    root = _FREE
    for at in range(0, len(raw) - _ENTRY + 1, _ENTRY):
        length, kind = struct.unpack_from("<HB", raw, at + 64)
        start, size = struct.unpack_from("<II", raw, at + 116)
        if kind == 5:
            root = start
        elif kind in (1, 2):
            entries[raw[at : at + max(length - 2, 0)].decode("utf-16-le")] = (start, size)
    return entries, root
