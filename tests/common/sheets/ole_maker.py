"""Writes the smallest OLE2 containers and BIFF8 books that are still what they claim to be."""

import struct

SECTOR, MINI, CUTOFF = 512, 64, 4096
END, FREE, FAT_SECTOR = 0xFFFFFFFE, 0xFFFFFFFF, 0xFFFFFFFD
WORKBOOK, WORKSHEET = 0x0005, 0x0010


class _Sectors:
    """Pieces of one size and the table that chains them."""

    def __init__(self, size: int):
        self.size = size
        self.pieces: list[bytes] = []
        self.table: list[int] = []

    def store(self, data: bytes) -> int:
        """Add a stream; the number of its first piece."""
        if not data:
            return END
        first, pieces = len(self.pieces), _pieces(data, self.size)
        self.pieces.extend(pieces)
        self.table.extend([*range(first + 1, first + len(pieces)), END])
        return first


def ole(streams: dict[str, bytes], storages: tuple[str, ...] = ()) -> bytes:
    """An OLE2 file with these streams; those under 4096 bytes go to the mini stream."""
    big, small = _Sectors(SECTOR), _Sectors(MINI)
    entries = [
        (name, 2, (big if len(data) >= CUTOFF else small).store(data), len(data)) for name, data in streams.items()
    ] + [(name, 1, END, 0) for name in storages]
    mini = b"".join(small.pieces)
    root = ("Root Entry", 5, big.store(mini), len(mini))
    minifat = big.store(struct.pack(f"<{len(small.table)}I", *small.table))
    directory = big.store(b"".join(_entry(*entry) for entry in (root, *entries)))
    fat_sectors = -(-(len(big.table) + 1) * 4 // SECTOR) + 1
    places = [*range(len(big.pieces), len(big.pieces) + fat_sectors)]
    table = big.table + [FAT_SECTOR] * fat_sectors
    header = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(16) + struct.pack("<HHHHH", 0x3E, 3, 0xFFFE, 9, 6) + bytes(6)
    header += struct.pack("<IIIIIIIII", 0, fat_sectors, directory, 0, CUTOFF, minifat, bool(mini), END, 0)
    header += struct.pack("<109I", *(places + [FREE] * (109 - len(places))))
    return header + b"".join(big.pieces) + struct.pack(f"<{len(table)}I", *table).ljust(fat_sectors * SECTOR, b"\xff")


def _pieces(data: bytes, size: int) -> list[bytes]:
    return [data[at : at + size].ljust(size, b"\0") for at in range(0, len(data), size)]


def _entry(name: str, kind: int, start: int, size: int) -> bytes:
    words = (name + "\0").encode("utf-16-le")
    return (
        words.ljust(64, b"\0")
        + struct.pack("<HBB", len(words), kind, 1)
        + struct.pack("<III", FREE, FREE, FREE)
        + bytes(36)
        + struct.pack("<IQ", start, size)
    )


def record(number: int, body: bytes = b"") -> bytes:
    return struct.pack("<HH", number, len(body)) + body


def bof(kind: int) -> bytes:
    return record(0x0809, struct.pack("<HHHHII", 0x0600, kind, 0, 1997, 0, 6))


def text_record(row: int, column: int, index: int) -> bytes:
    return record(0x00FD, struct.pack("<HHHI", row, column, 0, index))


def number_record(row: int, column: int, value: float) -> bytes:
    return record(0x0203, struct.pack("<HHHd", row, column, 0, value))


def formula_record(row: int, column: int, result: bytes) -> bytes:
    return record(0x0006, struct.pack("<HHH", row, column, 0) + result + struct.pack("<HIH", 0, 0, 3) + b"\x1e\x01\x00")


def error_record(row: int, column: int, code: int) -> bytes:
    return record(0x0205, struct.pack("<HHHBB", row, column, 0, code, 1))


def hidden_row(row: int) -> bytes:
    return record(0x0208, struct.pack("<HHHHHHI", row, 0, 4, 255, 0, 0, 0x20))


def merge_record(*ranges: tuple[int, int, int, int]) -> bytes:
    body = struct.pack("<H", len(ranges)) + b"".join(struct.pack("<HHHH", *one) for one in ranges)
    return record(0x00E5, body)


def xls_stream(sheets, words: tuple[str, ...], before: bytes = b"") -> bytes:
    """The workbook stream; `sheets` are (name, hidden, kind, records), `words` the shared strings."""
    strings = b"".join(struct.pack("<HB", len(word), 1) + word.encode("utf-16-le") for word in words)
    shared = record(0x00FC, struct.pack("<II", len(words), len(words)) + strings)
    bodies = [bof(WORKSHEET) + records + record(0x000A) for _, _, _, records in sheets]
    names = [struct.pack("<BB", len(name), 1) + name.encode("utf-16-le") for name, *_ in sheets]
    size = len(bof(WORKBOOK)) + len(before) + sum(10 + len(name) for name in names) + len(shared) + 4
    bounds = b""
    for (_, hidden, kind, _), name, body in zip(sheets, names, bodies, strict=True):
        bounds += record(0x0085, struct.pack("<IBB", size, hidden, kind) + name)
        size += len(body)
    return bof(WORKBOOK) + before + bounds + shared + record(0x000A) + b"".join(bodies)


def xls(*sheets, words: tuple[str, ...] = (), before: bytes = b"", storages: tuple[str, ...] = ()) -> bytes:
    """A whole .xls book."""
    return ole({"Workbook": xls_stream(sheets, words, before)}, storages)
