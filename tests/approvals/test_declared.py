"""What a declaration says: stored and read back without loss, compared and printed as people read it."""

from decimal import Decimal

import pytest

from approvals.declared import (
    PLAN,
    PROJECT_FACTS,
    ROWS,
    SECTION_OF,
    SECTIONS,
    TITLES,
    article_8_facts,
    differences,
    label_of,
    missing,
    pack,
    printed,
    shown_or_nothing,
    unpack,
)
from longting.common.periods import Month
from projects.eligibility import Facts
from tests.approvals.makers import facts


def test_every_fact_stands_in_one_section_and_has_a_chinese_name():
    keys = [key for section in SECTIONS for key in section.facts]
    assert len(keys) == len(set(keys)) == len(SECTION_OF)
    assert {*PROJECT_FACTS, *PLAN, *ROWS} == set(keys)
    assert [key for key in keys if label_of(key).isascii()] == []


def test_required_facts_are_facts_of_their_section():
    assert [section.key for section in SECTIONS if not set(section.required) <= set(section.facts)] == []


def test_the_sections_are_seven_in_their_order():
    assert [*TITLES] == ["basics", "money", "site", "plan", "grounds", "contacts", "papers"]


def test_a_key_nobody_knows_is_called_by_itself():
    assert label_of("invented") == "invented"


def test_stored_facts_are_read_back_as_they_were():
    given = facts(land_mu=Decimal("12.50"), done_before=Decimal("0.01"), is_government=True, fits_plan=None)
    stored = pack(given)
    read = unpack(stored)
    assert {key: read[key] for key in given} == given
    assert (stored["total_investment"], stored["start_month"], stored["funds"]) == (
        "5000", "2027-03", [{"source": "own", "amount": "5000"}],
    )  # fmt: skip


def test_storing_twice_gives_the_same():
    stored = pack(facts())
    assert {key: value for key, value in pack(unpack(stored)).items() if key in stored} == stored


def test_facts_never_given_are_read_as_nothing():
    nothing = unpack({})
    assert [key for key, value in nothing.items() if value not in (None, "", False, [])] == []
    assert (nothing["fits_plan"], nothing["is_government"], nothing["goal"], nothing["funds"]) == (None, False, "", [])


@pytest.mark.parametrize("empty", [None, "", []])
def test_empty_rows_and_amounts_are_nothing(empty):
    read = unpack(pack({"funds": empty, "contacts": empty}) | {"annual_plan": empty or "", "plan_start": empty})
    assert (read["funds"], read["contacts"], read["annual_plan"], read["plan_start"]) == ([], [], None, None)


def test_what_is_no_fact_is_a_slip_of_the_caller():
    with pytest.raises(KeyError):
        pack({"number": "X"})


def test_parts_of_a_contact_left_out_are_empty_text():
    assert pack({"contacts": [{"duty": "contact", "name": None}]}) == {
        "contacts": [{"duty": "contact", "name": "", "phone": ""}]
    }


def test_article_8_judges_the_declared_facts():
    assert article_8_facts(facts(is_livelihood=True, limb_reason="理由")) == Facts(
        total_investment=Decimal(5000), fits_plan=True, is_livelihood=True, reason="理由"
    )
    assert article_8_facts({}) == Facts()


def test_missing_facts_are_named_in_the_order_of_the_form():
    given = facts(name="", goal=None, funds=[], contacts=[], progress="")
    assert missing(given) == [
        ("basics", "name"), ("money", "funds"), ("site", "progress"), ("plan", "goal"), ("contacts", "contacts"),
    ]  # fmt: skip
    assert missing(facts()) == []


def test_an_investment_of_nothing_is_given():
    assert missing(facts(total_investment=Decimal(0))) == []


def test_rows_are_printed_in_one_line_with_masked_numbers():
    assert printed("funds", facts()["funds"]) == "企业自筹 5,000.00 万元"
    assert printed("contacts", facts()["contacts"]) == "建设单位联系人 周联系 138****1234"
    assert (printed("funds", None), printed("contacts", []), printed("goal", "")) == ("—", "—", "—")
    assert (printed("annual_plan", Decimal(2000)), printed("is_government", True)) == ("2,000.00 万元", "是")


def test_a_fact_that_is_not_there_is_a_dash():
    assert (shown_or_nothing("goal", {}), shown_or_nothing("goal", {"goal": "完工"})) == ("—", "完工")


def test_differences_stand_by_section_with_both_texts():
    before, after = facts(), facts(total_investment=Decimal(5200), goal="封顶", start_month=Month(2027, 4))
    assert differences(before, after) == {
        "money": [("total_investment", "总投资", "5,000.00 万元", "5,200.00 万元")],
        "plan": [("start_month", "建设起始", "2027-03", "2027-04"), ("goal", "形象进度目标", "完成主体工程", "封顶")],
    }
    assert differences(before, facts()) == {}


def test_a_number_that_changed_behind_its_mask_is_told_without_showing_it():
    after = facts(contacts=[{"duty": "owner_contact", "name": "周联系", "phone": "13899991234"}])
    shown = "建设单位联系人 周联系 138****1234"
    assert differences(facts(), after) == {"contacts": [("contacts", "联系人", shown, f"{shown}（号码有改动）")]}
