"""The words of the issued paper, from a snapshot alone."""

from datetime import date

import pytest

from approvals.papers.headline import MOST, headline
from approvals.papers.issued import paper_of

ROW = {
    "serial": 1, "name": "一号厂", "field": "产业转型发展", "stage": None, "total_investment": "8000",
    "annual_plan": "3000.5",
}  # fmt: skip
SNAPSHOT = {
    "title": "2027年度区重点项目名单", "year": 2027, "batch": 1, "number": "龙项目办[2027]01号",
    "issued_on": "2026-11-24",
    "columns": [], "rows": [ROW, ROW | {"stage": "新开工"}], "resolutions": [],
    "totals": {"total_investment": "16000", "done_before": "0", "annual_plan": "6001"},
}  # fmt: skip
COMMITTEE = {"kind": "committee", "number": "", "decided_on": "2026-11-20", "note": ""}
DISTRICT = {"kind": "district", "number": "龙文【2026】第45号", "decided_on": "2026-11-23", "note": ""}


def body(**changes) -> list[str]:
    return [part.text for part in paper_of(SNAPSHOT | changes, "9f3c").body]


@pytest.mark.parametrize(
    ("resolutions", "words"),
    [
        ([], "《2027年度区重点项目名单》现印发给你们"),
        ([COMMITTEE], "》经区委重大项目推进工作委员会审定（2026年11月20日），现印发"),
        ([DISTRICT], "》报区委、区政府研究批准（龙文〔2026〕45号，2026年11月23日），现印发"),
    ],
)
def test_only_what_is_on_record_is_told(resolutions, words):
    assert words in body(resolutions=resolutions)[0]


def test_rows_are_counted_by_field_and_stage_and_gaps_are_named():
    assert "按领域分，产业转型发展 2 个。按阶段分，未填写 1 个、新开工 1 个。" in body()[1]


def test_sums_are_told_as_far_as_anything_is_known():
    assert body()[1].startswith("名单共 2 个项目，总投资 16,000.00 万元，2027年计划投资 6,001.00 万元。")
    unplanned = [ROW | {"annual_plan": None}]
    assert body(rows=unplanned)[1].startswith("名单共 1 个项目，总投资 16,000.00 万元。按领域分")
    assert body(rows=[])[1] == "名单共 0 个项目。"


@pytest.mark.parametrize(
    ("title", "lines"),
    [
        ("2027年度区重点项目名单", ["关于印发", "《2027年度区重点项目名单》的通知"]),
        ("2026年度区重点项目名单（第 2 批）", ["关于印发《2026年度区重点项目", "名单（第 2 批）》的通知"]),
        ("龙亭区2026年重点项目名单（第 12 批）", ["关于印发《龙亭区2026年重点", "项目名单（第 12 批）》的通知"]),
    ],
)
def test_a_title_is_broken_where_words_end_and_no_line_is_one_word(title, lines):
    assert headline(title).split("\n") == lines


@pytest.mark.parametrize("title", ["长" * 100, "x" * 100, "《" * 50, "重点项目" * 25, "（第 2 批）" * 12])
def test_no_title_is_too_wide_for_its_lines_and_none_loses_a_character(title):
    lines = headline(title).split("\n")
    assert "".join(lines) == f"关于印发《{title}》的通知"
    assert max(len(line) - sum(char < "\x7f" for char in line) / 2 for line in lines) <= MOST


def test_a_later_batch_is_told_apart_in_the_title_once():
    for title in ("2027年度区重点项目名单", "2027年度区重点项目名单（第 2 批）"):
        paper = paper_of(SNAPSHOT | {"title": title, "batch": 2}, "9f3c")
        assert paper.title == "关于印发《2027年度区重点项目\n名单（第 2 批）》的通知"
        assert paper.attachments[0].title == "2027年度区重点项目名单（第 2 批）"


def test_number_and_days_are_those_of_the_issue():
    paper = paper_of(SNAPSHOT, "9f3c")
    assert (paper.number, paper.signed_on, paper.printed_on) == (
        "龙项目办〔2027〕1号", date(2026, 11, 24), date(2026, 11, 24)
    )  # fmt: skip
    assert paper.attachments[0].note.startswith("校验码 9f3c")
