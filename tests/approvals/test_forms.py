"""Forms of the applicant: the shape of what is sent, and what a form knows of what it was opened with."""

import pytest
from django.http import QueryDict

from approvals.declared import PLAN, PROJECT_FACTS, ROWS, SECTION_OF, SECTIONS, unpack
from approvals.forms import seen
from approvals.forms.declaring import MOST_CONTACTS, PLACE, SHARED, DeclarationForm
from projects.models import RuleSet
from tests.approvals.makers import TODAY, facts, make_draft
from tests.approvals.typed import sent

pytestmark = pytest.mark.django_db


def form_of(row, data: dict | None = None, **more) -> DeclarationForm:
    sent_data = None
    if data is not None:
        sent_data = QueryDict(mutable=True)
        sent_data.update(data)
    return DeclarationForm(sent_data, declaration=row, rule=RuleSet.objects.in_force(TODAY), **more)


def test_every_declared_fact_has_an_input():
    assert {*SHARED, *PLACE, *PLAN, *ROWS} == {*PROJECT_FACTS, *PLAN, *ROWS} == set(SECTION_OF)


def test_every_input_stands_in_a_section(cast):
    form = form_of(make_draft(cast))
    names = {name for section in SECTIONS for key in section.facts for name in form.all_inputs_of(key)}
    assert set(form.fields) - names == {"version", "seen"}


def test_an_untouched_form_says_what_is_stored(cast):
    row = make_draft(cast, town="410202001", village="410202001009", is_government=True, fits_plan=None)
    form = form_of(row, sent(row))
    assert form.is_valid()
    stored = unpack(row.facts)
    assert {key: form.values[key] for key in stored if key not in ROWS} == {
        k: stored[k] for k in stored if k not in ROWS
    }
    assert (form.values["funds"], form.values["contacts"]) == (stored["funds"], stored["contacts"])
    assert {key: mark for key, mark in form.marks.items() if key != seen.SHOWN_CONTACTS} == seen.marks_of(form.values)


def test_only_the_name_is_required(cast):
    row = make_draft(cast)
    form = form_of(row, {"name": "只有名称", "version": row.version})
    assert form.is_valid()
    assert [key for key in SECTION_OF if form.values[key] not in (None, "", False, [])] == ["name"]


def test_a_known_number_stays_behind_its_mask(cast):
    row = make_draft(cast)
    form = form_of(row)
    assert form["contact_1_phone"].value() == "138****1234"
    changed = form_of(row, sent(row, contact_1_name="改名"))
    assert changed.values["contacts"] == [{"duty": "owner_contact", "name": "改名", "phone": "13800001234"}]


@pytest.mark.parametrize(("name", "rows"), [("contact_9_name", 9), ("contact_99_name", MOST_CONTACTS), ("x", 4)])
def test_there_is_a_row_for_every_contact_that_was_sent_within_reason(cast, name, rows):
    row = make_draft(cast)
    assert len(form_of(row, sent(row, **{name: "丁"})).contact_part.numbers) == rows
    assert len(form_of(row, typed=[name]).contact_part.numbers) == rows


def test_a_field_of_an_older_rule_stays_choosable_where_it_stands(cast):
    row = make_draft(cast)
    row.facts["field"] = "先进制造业"
    assert ("先进制造业", "先进制造业") in form_of(row).fields["field"].choices
    assert DeclarationForm(declaration=row, rule=None).fields["field"].choices == [
        ("", "未填写"), ("先进制造业", "先进制造业"),
    ]  # fmt: skip


def test_the_reason_of_limb_two_says_how_long_it_must_be(cast):
    row = make_draft(cast)
    assert form_of(row).fields["limb_reason"].help_text == "情形二须写明，不少于 50 字。"
    assert DeclarationForm(declaration=row, rule=None).fields["limb_reason"].help_text == ""


@pytest.mark.parametrize(("version", "stale"), [("1", True), ("", False), ("x", False), ("2", False)])
def test_a_form_opened_on_another_version_is_stale(cast, version, stale):
    row = make_draft(cast)
    assert form_of(row, sent(row, version=version)).is_stale(2) is stale


def test_marks_do_not_tell_what_was_there(cast):
    text = seen.written(unpack(make_draft(cast).facts))
    assert "13800001234" not in text
    assert {len(mark) for mark in seen.read(text).values()} == {8}


@pytest.mark.parametrize("text", ["", "{", "[]", "7", "null"])
def test_marks_that_are_none_are_read_as_nothing(text):
    assert seen.read(text) == {}


def test_line_ends_and_empty_rows_are_no_difference():
    typed = facts(
        content="一\r\n\r\n二 ", contacts=[*facts()["contacts"], {"duty": "contact", "name": "", "phone": ""}]
    )
    typed["funds"] = [*typed["funds"], {"source": "city", "amount": None}]
    assert seen.marks_of(seen.settled(typed)) == seen.marks_of(facts(content="一\n二"))
