"""Files broken by chance: every one is either read or refused in words, and this process lives on (IM-01)."""

import io
import os
import zipfile
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from random import Random

from longting.common.sheets.reader import UnreadableWorkbook, Workbook, read_workbook
from longting.common.sheets.refusals import MESSAGES
from tests.common.sheets.makers import book, ods, parts, text_cell, zipped
from tests.common.sheets.ole_maker import number_record, text_record, xls

COPIES = int(os.environ.get("MUTANTS", "200"))
"""How many in a normal run; `MUTANTS=1000 make test` for the long one."""
SAMPLE = Path(__file__).parents[2] / "data" / "workbooks" / "年度重点项目名单_样例.xlsx"


def templates() -> list[bytes]:
    old = text_record(0, 0, 0) + b"".join(number_record(row, 1, row * 1.5) for row in range(40))
    cell = '<table:table-cell office:value-type="string"><text:p>甲</text:p></table:table-cell>'
    row = f"<table:table-row>{cell}</table:table-row>"
    return [
        SAMPLE.read_bytes(),
        book([["项目名称", "总投资（万元）"], ["甲", 12.5], ["乙", "近百亿元"]], merges=["A4:B5"]),
        zipped(parts(f"<row>{text_cell('A1', '项目名称')}</row>")),
        xls(("一", 0, 0, old), words=("项目名称",)),
        ods(row * 3),
    ]


def flip(data: bytes, random: Random) -> bytes:
    changed = bytearray(data)
    for _ in range(random.choice((1, 3, 20))):
        changed[random.randrange(len(changed))] = random.randrange(256)
    return bytes(changed)


def cut(data: bytes, random: Random) -> bytes:
    start = random.randrange(len(data))
    return data[:start] + data[start + random.randrange(1, 500) :]


def change_parts(data: bytes, random: Random) -> bytes:
    """Drop, double or rewrite one part of a zip; other files are flipped."""
    if not data.startswith(b"PK"):
        return flip(data, random)
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        made = {name: archive.read(name) for name in archive.namelist()}
    name = random.choice(sorted(made))
    way = random.randrange(4)
    if way == 0:
        del made[name]
    elif way == 1:
        made[name] = flip(made[name] or b"x", random)
    elif way == 2:
        made[name] = cut(made[name] or b"x", random)
    else:
        made[name.replace("1", "2") + "x"] = made[name]
    return zipped(made)


def outcome(data: bytes) -> str:
    try:
        assert isinstance(read_workbook(data, filename="x"), Workbook)
    except UnreadableWorkbook as refused:
        assert refused.message.endswith("。")
        return refused.code
    return "read"


def test_every_broken_copy_is_read_or_refused_in_words():
    random = Random(20261124)
    originals = templates()
    copies = [random.choice((flip, cut, change_parts))(random.choice(originals), random) for _ in range(COPIES)]
    with ThreadPoolExecutor(4) as pool:
        outcomes = list(pool.map(outcome, copies))
    assert set(outcomes) <= {"read", *MESSAGES}
    assert (len(outcomes), "damaged" in outcomes, "read" in outcomes) == (COPIES, True, True)
