"""From what a row says to what will be written. No database."""

import pytest

from ledgers.facts import HEADERS, can_wait, prepare
from ledgers.intake.outcome import Row


def said(parsed: dict | None = None, **values) -> Row:
    letters = dict.fromkeys(values, "C")
    return Row("名单", 3, "凤凰广场", values=values, raw=dict(values), parsed=parsed or {}, letters=letters)


def facts(row: Row, decided: dict | None = None) -> dict:
    return prepare(row, decided or {}, row.raw)


def doubts(row: Row) -> list[tuple[str, str, str]]:
    return [(problem.field, problem.code, problem.level) for problem in row.problems]


def test_a_row_that_says_nothing_gives_nothing():
    found = facts(Row("名单", 3, ""))
    assert list(found) and set(found) == set(HEADERS)
    assert {key: value for key, value in found.items() if value is not None} == {"pending": {}, "choice": ""}


def test_words_become_choices_and_answers():
    found = facts(said(stage="续建", nature="技术改造", is_province="是", is_city="否", is_major=None))
    assert (found["stage"], found["nature"]) == ("continued", "upgrade")
    assert (found["is_province"], found["is_city"], found["is_major"]) == (True, False, None)


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("制造业", "C"),
        ("食品制造业", "14"),
        ("35", "35"),
        ("C35 专用设备制造业", "35"),
        ("C 制造业", "C"),
        ("14 食品", "14"),
    ],
)
def test_an_industry_is_taken_when_it_is_named_or_coded(text, code):
    row = said(industry=text)
    assert (facts(row)["industry"], row.problems) == (code, [])


@pytest.mark.parametrize("text", ["工业", "5G电子", "99", "LED照明", "食品", "123"])
def test_other_words_for_an_industry_wait_for_a_person(text):
    row = said(industry=text)
    found = facts(row)
    assert (found["industry"], found["pending"]) == (None, {"industry": text})
    assert doubts(row) == [("industry", "unknown_industry", "note")]


@pytest.mark.parametrize(
    ("text", "mu"), [("120", "120"), ("约120.5亩", "120.5"), ("１，２００亩", "1200"), ("1,200 亩", "1200")]
)
def test_land_is_read_in_mu(text, mu):
    assert facts(said(land=text))["land_mu"] == mu


@pytest.mark.parametrize("text", ["8公顷", "10000000亩", "约百亩", "1.234"])
def test_land_in_other_words_waits_for_a_person(text):
    row = said(land=text)
    assert (facts(row)["pending"], doubts(row)) == ({"land_mu": text}, [("land", "unknown_land", "note")])


def test_one_person_holds_a_part_and_two_are_a_doubt():
    row = said(
        {"leader": [("陈区长", "")], "service_officer": [("褚首席", ""), ("李四", "")]}, service_officer="褚首席、李四"
    )
    found = facts(row)
    assert (found["leader"], found["service_officer"]) == ("陈区长", None)
    assert doubts(row) == [("service_officer", "several_people", "flag")]
    assert row.problems[0].message.startswith("首席服务官只能有一名（第十六条），这里写了 2 名。")


def test_contacts_keep_their_numbers():
    assert facts(said({"contact": [("王五", "13800001111")]}))["contacts"] == [["王五", "13800001111"]]


def test_what_was_left_blank_is_remembered_in_its_printed_words():
    row = said(start="2026.1", land="若干", leader="甲、乙")
    found = prepare(
        row, {"start": "@blank", "leader": "@blank", "goal": "@blank"}, {"start": "2026.1", "leader": "甲、乙"}
    )
    assert found["pending"] == {"land_mu": "若干", "period": "2026.1"}
    assert (can_wait("leader"), can_wait("annual_plan"), can_wait("contact")) == (False, True, False)


def test_answered_doubts_are_gone_and_others_stay():
    row = said(name="凤凰广场", total_investment="5")
    row.doubt("name", "name_alike", "flag", "相近")
    row.doubt("name", "too_long", "error", "太长")
    row.doubt("total_investment", "two_columns", "flag", "有两列")
    facts(row, {"name": "凤凰广场二期", "total_investment": "6"})
    assert doubts(row) == [("name", "name_alike", "flag"), ("name", "too_long", "error")]
    facts(row, {"project": "@accept"})
    assert doubts(row) == [("name", "too_long", "error")]
