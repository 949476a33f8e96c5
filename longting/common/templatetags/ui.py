"""Template tags of the frame (library `ui`): icons, lights, tags, dates, amounts, form controls.

Colours and words come from the value itself (`Labelled`, `Cell`); a template never compares a state to choose one.
"""

from collections.abc import Callable, Iterable, Mapping
from datetime import date, datetime
from functools import lru_cache
from typing import Any

from django import template
from django.forms.utils import flatatt
from django.http import QueryDict
from django.template.loader import render_to_string
from django.templatetags.static import static
from django.utils import timezone
from django.utils.html import conditional_escape, format_html, format_html_join
from django.utils.safestring import SafeString

from longting.common import controls
from longting.common.enums import COLOURS
from longting.common.money import format_wan
from longting.common.periods import Month

register = template.Library()
register.simple_tag(controls.control)
register.simple_tag(controls.filter_control)
for about_field in (controls.unit, controls.is_check, controls.is_measure, controls.is_long):
    register.filter(about_field)

NOTHING = "—"
_SPRITE = "icons/icons.svg"
_NOTE_COLOURS = {"error": "r", "warning": "y", "success": "g", "info": "b", "debug": "b"}
_DAY_FORMATS: dict[str, Callable[[date], str]] = {
    "": lambda day: f"{day.year}年{day.month}月{day.day}日",
    "year": lambda day: f"{day.year}年",
    "md": lambda day: f"{day.month}月{day.day}日",
    "short": lambda day: f"{day:%m-%d}",
    "time": lambda day: f"{day.year}年{day.month}月{day.day}日 {day:%H:%M}",
    "md_time": lambda day: f"{day.month}月{day.day}日 {day:%H:%M}",
    "iso": lambda day: f"{day:%Y-%m-%d}",
}


@register.simple_tag
def icon(name: str) -> SafeString:
    """The outline icon `i-<name>` of the sprite; always beside its word, so hidden from screen readers."""
    return format_html('<svg class="icon" aria-hidden="true"><use href="{}#i-{}"></use></svg>', static(_SPRITE), name)


@register.simple_tag
def light(state: Any, word: str = "") -> SafeString:
    """A light: shape, colour and word. `state` is a `Labelled` member, anything with `colour` and `label`, or one of
    the letters g b y r n with `word`. Raises ValueError without a colour: a light without its shape must not ship."""
    colour = _colour(state)
    drawing = '<svg aria-hidden="true" viewBox="0 0 12 12"><use href="{}#l-{}"></use></svg>'
    shape = format_html(drawing, static(_SPRITE), colour)
    return format_html('<span class="lt-light {}">{}{}</span>', colour, shape, word or _part(state, "label"))


@register.simple_tag
def tag(state: Any, word: str = "") -> SafeString:
    """A small framed word for a state. `state` as for `light`; a neutral tag has no colour class."""
    colour = _colour(state)
    classes = "lt-tag" if colour == "n" else f"lt-tag {colour}"
    return format_html('<span class="{}">{}</span>', classes, word or _part(state, "label"))


@register.simple_tag
def cell(item: Any) -> SafeString:
    """What stands in a table cell: the text of a `columns.Cell` (or a dict of the same names) as its kind wants it."""
    text, url, colour = _part(item, "text"), _part(item, "url"), _part(item, "colour")
    kind = _part(item, "kind")
    if colour and kind in _COLOURED:
        return _COLOURED[kind](colour, text)
    if url:
        return format_html('<a href="{}">{}</a>', url, text)
    return conditional_escape(text)


@register.simple_tag
def row_cells(items: Iterable[Any], fold: bool = False) -> SafeString:
    """The cells of a table row (see templates/ui/table.html); with `fold` each carries its heading for the phone.
    One tag a row, not one a cell: fifty rows of fifteen columns are the usual page."""
    return format_html_join("", "{}<span>{}{}</span></td>", (_cell_parts(item, fold) for item in items))


@register.simple_tag
def asof(moment: date | Month, note: str = "") -> SafeString:
    """数据截至: the time up to which a block's figures count. `note` follows in brackets, such as 10月数据未锁定."""
    words = moment.label if isinstance(moment, Month) else day(moment, "time" if isinstance(moment, datetime) else "")
    return format_html('<span class="lt-asof">数据截至 {}{}</span>', words, f"（{note}）" if note else "")


@register.filter
def wan(value: Any) -> str:
    """An amount in 万元 with two places; — when unknown. The unit stands in the heading."""
    return format_wan(None if value == "" else value)


@register.filter
def month_label(value: Month | None) -> str:
    """2026年10月; — when there is none."""
    return value.label if value else NOTHING


@register.filter
def day(value: date | None, shape: str = "") -> str:
    """A date or a moment (shown in local time): `""` 2026年11月2日, `time` with 18:00, `md` 11月2日, `md_time`,
    `short` 11-02 for dense columns, `iso`, `year`. — when there is none; KeyError for another shape."""
    if not value:
        return NOTHING
    local = timezone.localtime(value) if isinstance(value, datetime) and timezone.is_aware(value) else value
    return _DAY_FORMATS[shape](local)


@register.filter
def yes_no(value: bool | None) -> str:
    """是, 否, or — when nobody has said."""
    return NOTHING if value is None else "是" if value else "否"


@register.filter
def note_colour(message: Any) -> str:
    """The colour of the note that shows a Django message (`level_tag`): error r, warning y, success g, else b."""
    return _NOTE_COLOURS.get(message.level_tag, "b")


@register.filter
def note_role(message: Any) -> str:
    """An error is read out at once (alert), everything else when the reader pauses (status)."""
    return "alert" if message.level_tag == "error" else "status"


@register.simple_tag(takes_context=True)
def query_replace(context: template.Context, **changes: Any) -> str:
    """This page's address with some of its query changed; None or an empty text removes a name."""
    query = context["request"].GET.copy()
    return f"{context['request'].path}{_changed(query, changes)}"


@register.simple_tag
def sort_link(heading: Any, query: QueryDict) -> dict[str, str]:
    """Where a heading leads and how it is sorted now: `url`, `aria` (for aria-sort) and `icon`.

    `sort=key` is rising, `sort=-key` falling; pressing the current order turns it round. The position in the list
    (`after`, `before`) is dropped, because it belongs to the old order, and so is the counting.
    """
    key, now = heading.sort, query.get("sort", "")
    state = {key: "ascending", f"-{key}": "descending"}.get(now, "none")
    wanted = f"-{key}" if state == "ascending" else key
    url = _changed(query.copy(), {"sort": wanted, "after": None, "before": None, "count": None})
    icon_name = {"ascending": "chevron-up", "descending": "chevron-down"}.get(state, "")
    return {"url": url, "aria": state, "icon": icon_name}


@register.simple_tag
def hidden_inputs(pairs: Iterable[tuple[str, Any]]) -> SafeString:
    """Hidden inputs for (name, value) pairs, such as the version of the row or the filters to be kept."""
    return format_html_join("", '<input type="hidden" name="{}" value="{}">', ((name, value) for name, value in pairs))


def _colour(state: Any) -> str:
    colour = _part(state, "colour") or state
    if colour not in COLOURS:
        raise ValueError(f"{state!r} has no colour: give a Labelled member or one of g b y r n")
    return colour


_COLOURED: dict[str, Callable[[str, str], SafeString]] = {"light": light, "tag": tag}


def _part(item: Any, name: str) -> Any:
    return item.get(name, "") if isinstance(item, Mapping) else getattr(item, name, "")


def _cell_parts(item: Any, fold: bool) -> tuple[str, str, str]:
    more = _part(item, "more")
    around = render_to_string("ui/cell_more.html", {"more": more}) if more else ""
    return _td(_part(item, "css"), _part(item, "label") if fold else "", _part(item, "colspan")), cell(item), around


@lru_cache(maxsize=512)
def _td(css: str, label: str, colspan: int | str) -> SafeString:
    attrs = {"class": css, "data-l": label, "colspan": colspan}
    return format_html("<td{}>", flatatt({name: value for name, value in attrs.items() if value}))


def _changed(query: QueryDict, changes: Mapping[str, Any]) -> str:
    for name, value in changes.items():
        if value is None or value == "":
            query.pop(name, None)
        else:
            query[name] = str(value)
    return f"?{query.urlencode()}"
