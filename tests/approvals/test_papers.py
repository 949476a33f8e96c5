"""The words of the issued paper, from a snapshot alone."""

from datetime import date

import pytest

from approvals.papers.issued import paper_of

ROW = {"serial": 1, "name": "一号厂", "field": "产业转型发展", "stage": None}
SNAPSHOT = {
    "title": "2027年度区重点项目名单", "year": 2027, "number": "龙项目办[2027]01号", "issued_on": "2026-11-24",
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
    assert body(rows=[])[1].endswith("6,001.00 万元。")


def test_number_and_days_are_those_of_the_issue():
    paper = paper_of(SNAPSHOT, "9f3c")
    assert (paper.number, paper.signed_on, paper.printed_on) == (
        "龙项目办〔2027〕1号", date(2026, 11, 24), date(2026, 11, 24)
    )  # fmt: skip
    assert paper.attachments[0].note.startswith("校验码 9f3c")
