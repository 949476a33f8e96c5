"""Workbook of 100,000 rows × 30 columns: our writer against openpyxl's streaming mode, in one run.

    python -m tests.bench.bench_xlsx [--rows 100000]

All write the same columns of the same generated rows. Absolute seconds mean nothing from one machine to the next;
the ratio within one run does. Each way runs in a process of its own, so that the peak memory is its own.
"""

import argparse
import io
import multiprocessing
import resource
import sys
import time
from collections.abc import Iterator
from datetime import date, timedelta
from decimal import Decimal
from operator import itemgetter

from openpyxl import Workbook
from openpyxl.cell import WriteOnlyCell
from openpyxl.styles import Border, Font, Side

from longting.common.columns import Column, readers
from longting.common.xlsx import LedgerSheet, write_ledger

KINDS = ("text", "text", "text", "wan", "wan", "wan", "number", "percent", "date", "text")


def columns() -> list[Column]:
    """Thirty columns in three groups, one third of them amounts."""
    return [
        Column(f"c{n}", f"第{n}列", itemgetter(n), kind=KINDS[n % 10], group=f"组{n // 10}", width=14)
        for n in range(30)
    ]


def rows(count: int) -> Iterator[list]:
    """Deterministic rows with the values of a project ledger."""
    start = date(2026, 1, 1)
    for n in range(count):
        wan = Decimal(n * 37 + 5).scaleb(-2)
        ten = [
            f"龙亭区第{n}号项目",
            "北郊乡",
            f"2026-{n:06d}",
            wan,
            wan + 1,
            None,
            n,
            wan,
            start + timedelta(n % 900),
            "续建",
        ]
        yield ten * 3


def ours(count: int) -> None:
    """The house's writer, with the full ledger form."""
    sheet = LedgerSheet(title="项目台账", columns=columns(), total_keys=("c3", "c4"), numbered=True)
    write_ledger(sheet, rows(count), io.BytesIO())


def plain_openpyxl(count: int) -> None:
    """openpyxl's streaming mode without any style: its fastest way."""
    book = Workbook(write_only=True)
    page = book.create_sheet()
    read_all = readers(columns())
    page.append([column.label for column in columns()])
    for row in rows(count):
        page.append([read(row) for read in read_all])
    book.save(io.BytesIO())


def styled_openpyxl(count: int) -> None:
    """openpyxl's streaming mode with border, font and number format on each cell, as a ledger needs."""
    book = Workbook(write_only=True)
    page = book.create_sheet()
    read_all = readers(columns())
    side = Side(style="thin")
    border, font = Border(left=side, right=side, top=side, bottom=side), Font(name="宋体", size=11)
    for row in rows(count):
        cells = [WriteOnlyCell(page, read(row)) for read in read_all]
        for cell in cells:
            cell.border, cell.font, cell.number_format = border, font, "#,##0.00"
        page.append(cells)
    book.save(io.BytesIO())


def rows_alone(count: int) -> None:
    """What making the rows costs without writing them; the same in both ways."""
    read_all = readers(columns())
    for row in rows(count):
        [read(row) for read in read_all]


def measured(way, count: int, queue) -> None:
    """Seconds and peak megabytes of one way, in a process of its own."""
    started = time.perf_counter()
    way(count)
    seconds = time.perf_counter() - started
    queue.put((seconds, resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024))


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--rows", type=int, default=100_000)
    count = parser.parse_args().rows
    context = multiprocessing.get_context("spawn")
    results = {}
    for way in (rows_alone, ours, plain_openpyxl, styled_openpyxl):
        queue = context.Queue()
        process = context.Process(target=measured, args=(way, count, queue))
        process.start()
        results[way.__name__] = queue.get()
        process.join()
    base = results["ours"][0]
    for name, (seconds, megabytes) in results.items():
        print(f"{name:16} {seconds:7.2f} s  ratio {seconds / base:5.2f}  peak {megabytes:5.0f} MB")
    return 0


if __name__ == "__main__":
    sys.exit(main())
