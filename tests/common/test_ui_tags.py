"""The tags of library `ui`: what they print for a value."""

from datetime import UTC, date, datetime
from decimal import Decimal
from types import SimpleNamespace

import pytest
from django.http import QueryDict
from django.template import Context, Template
from django.test import RequestFactory

from longting.common.columns import Column, cells
from longting.common.enums import Labelled
from longting.common.periods import Month
from longting.common.templatetags import ui

SPRITE = "/static/icons/icons.svg"
MORNING = datetime(2026, 11, 2, 1, 30, tzinfo=UTC)  # 09:30 in Shanghai


class Lamp(Labelled):
    SEVERE = "severe", "严重", "r"
    OUT = "out", "不参评", "n"


def rendered(source: str, **context) -> str:
    return Template("{% load ui %}" + source).render(Context(context))


def test_an_icon_points_into_the_sprite_and_is_silent():
    assert ui.icon("bell") == f'<svg class="icon" aria-hidden="true"><use href="{SPRITE}#i-bell"></use></svg>'


def test_a_light_is_shape_colour_and_word():
    assert ui.light(Lamp.SEVERE) == (
        '<span class="lt-light r"><svg aria-hidden="true" viewBox="0 0 12 12">'
        f'<use href="{SPRITE}#l-r"></use></svg>严重</span>'
    )


def test_a_light_takes_a_colour_letter_with_its_own_word():
    assert ui.light("g", "符合申报条件").endswith('#l-g"></use></svg>符合申报条件</span>')


def test_a_light_without_a_colour_is_refused():
    with pytest.raises(ValueError, match="has no colour"):
        ui.light("green")


@pytest.mark.parametrize(
    ("state", "html"),
    [
        (Lamp.SEVERE, '<span class="lt-tag r">严重</span>'),
        (Lamp.OUT, '<span class="lt-tag">不参评</span>'),
        ({"colour": "y", "label": "黄旗"}, '<span class="lt-tag y">黄旗</span>'),
    ],
)
def test_a_tag_takes_colour_and_word_from_the_state(state, html):
    assert ui.tag(state) == html


def test_a_tag_escapes_its_word():
    assert ui.tag("b", "<b>") == '<span class="lt-tag b">&lt;b&gt;</span>'


def test_a_cell_is_printed_as_its_column_wants_it():
    row = SimpleNamespace(name="<项目>", lamp=Lamp.SEVERE, plan=Decimal("8000"), none=None)
    columns = [
        Column("name", "项目", lambda r: r.name, "link", url=lambda r: "/p/1?a=1&b=2"),
        Column("lamp", "状态", lambda r: r.lamp, "tag"),
        Column("plan", "年度计划", lambda r: r.plan, "wan"),
        Column("none", "状态", lambda r: r.none, "tag"),
    ]

    assert [ui.cell(item) for item in cells(columns, row)] == [
        '<a href="/p/1?a=1&amp;b=2">&lt;项目&gt;</a>',
        '<span class="lt-tag r">严重</span>',
        "8,000.00",
        "—",
    ]


def test_a_cell_may_be_a_dict_with_only_a_text():
    assert ui.cell({"text": "<12>"}) == "&lt;12&gt;"


@pytest.mark.parametrize(
    ("shape", "text"),
    [
        ("", "2026年11月2日"),
        ("time", "2026年11月2日 09:30"),
        ("md", "11月2日"),
        ("md_time", "11月2日 09:30"),
        ("short", "11-02"),
        ("iso", "2026-11-02"),
        ("year", "2026年"),
    ],
)
def test_a_moment_is_printed_in_local_time(shape, text):
    assert ui.day(MORNING, shape) == text


def test_a_date_is_printed_as_it_is_and_none_as_a_dash():
    assert (ui.day(date(2026, 1, 9)), ui.day(None, "time")) == ("2026年1月9日", "—")


def test_amount_month_and_yes_no_have_a_dash_for_the_unknown():
    known = (ui.wan(Decimal("12000")), ui.month_label(Month(2026, 10)), ui.yes_no(True), ui.yes_no(False))

    assert known == ("12,000.00", "2026年10月", "是", "否")
    assert (ui.wan(None), ui.wan(""), ui.month_label(None), ui.yes_no(None)) == ("—", "—", "—", "—")


@pytest.mark.parametrize(
    ("moment", "note", "words"),
    [
        (MORNING, "10月数据未锁定", "数据截至 2026年11月2日 09:30（10月数据未锁定）"),
        (date(2026, 11, 2), "", "数据截至 2026年11月2日"),
        (Month(2026, 9), "", "数据截至 2026年9月"),
    ],
)
def test_as_of_names_the_time_as_exactly_as_it_is_known(moment, note, words):
    assert ui.asof(moment, note) == f'<span class="lt-asof">{words}</span>'


@pytest.mark.parametrize(
    ("level", "colour", "role"),
    [("error", "r", "alert"), ("warning", "y", "status"), ("success", "g", "status"), ("info", "b", "status")],
)
def test_a_message_becomes_a_note_and_only_an_error_interrupts(level, colour, role):
    message = SimpleNamespace(level_tag=level)

    assert (ui.note_colour(message), ui.note_role(message)) == (colour, role)


def test_query_replace_keeps_the_other_conditions():
    request = RequestFactory().get("/projects/?u=1&u=2&after=9&q=产业")

    html = rendered("{% query_replace after=None n=100 q='' %}", request=request)

    assert html == "/projects/?u=1&amp;u=2&amp;n=100"


@pytest.mark.parametrize(
    ("now", "url", "aria", "icon"),
    [
        ("", "?u=1&sort=plan", "none", ""),
        ("sort=plan&", "?sort=-plan&u=1", "ascending", "chevron-up"),
        ("sort=-plan&after=7&", "?sort=plan&u=1", "descending", "chevron-down"),
    ],
)
def test_a_heading_sorts_and_pressed_again_turns_round(now, url, aria, icon):
    heading = SimpleNamespace(sort="plan")

    assert ui.sort_link(heading, QueryDict(f"{now}u=1")) == {"url": url, "aria": aria, "icon": icon}


def test_hidden_inputs_escape_what_they_carry():
    assert ui.hidden_inputs([("version", 3), ("q", '"><b>')]) == (
        '<input type="hidden" name="version" value="3"><input type="hidden" name="q" value="&quot;&gt;&lt;b&gt;">'
    )
