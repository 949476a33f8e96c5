"""The links around a list: tabs of saved views, the columns menu, pages, sizes. Plain dicts for the templates."""

from typing import Any
from urllib.parse import urlencode

from django.conf import settings
from django.http import QueryDict
from django.urls import reverse
from django.utils.module_loading import import_string

from longting.common.lists.listing import Listing

PASSING = frozenset({"after", "before", "count", "export"})
"""Parts of a query that say where the reader is, not what the view is; a saved view does not keep them."""

MENU_PREFIX = "order_"
LAST = 99


def address(query: QueryDict, **changes: Any) -> str:
    """The query with some names set or (None) removed, without position; "?" alone when nothing is left."""
    changed = query.copy()
    for name in [*PASSING, *changes]:
        changed.pop(name, None)
    changed.update({name: str(value) for name, value in changes.items() if value is not None})
    return f"?{changed.urlencode()}"


def view_pairs(query: QueryDict) -> list[tuple[str, str]]:
    """What makes a query a view, comparable: every filled name and value but the position."""
    return sorted((name, value) for name, values in query.lists() for value in values if value and name not in PASSING)


def hidden(query: QueryDict, without: frozenset[str]) -> list[tuple[str, str]]:
    """What a form of the page must carry along so that the rest of the view stays."""
    return [(name, value) for name, value in view_pairs(query) if name not in without]


def tabs(listing: Listing) -> dict[str, Any]:
    """Saved views as tabs, and the link that saves this one; empty when the site keeps no views."""
    if not settings.SAVED_VIEWS:
        return {}
    now, path = view_pairs(listing.query), listing.request.path
    views = import_string(settings.SAVED_VIEWS)(listing.request.user, listing.page.key)
    first = {"label": "全部", "url": path, "current": not now}
    queries = [(view["label"], view["url_query"]) for view in views]
    rest = [
        {"label": label, "url": f"{path}?{query}", "current": view_pairs(QueryDict(query)) == now}
        for label, query in queries
    ]
    saving = urlencode({"list": listing.page.key, "query": urlencode(now), "back": path})
    return {"tabs": [first, *rest], "add_url": f"{reverse('ledgers:view-create')}?{saving}"}


def columns_menu(listing: Listing) -> list[dict[str, Any]]:
    """All columns: the shown ones in their order, then the others; the first declared one cannot be hidden."""
    others = [column for column in listing.declared if column not in listing.columns]
    return [
        {
            "key": column.key,
            "label": f"{column.group} {column.label}".strip(),
            "shown": column in listing.columns,
            "order": order,
            "locked": column is listing.declared[0],
        }
        for order, column in enumerate([*listing.columns, *others], start=1)
    ]


def chosen_columns(listing: Listing) -> str:
    """The address that the columns menu asks for: its boxes and order numbers as one `cols`."""
    query = listing.query
    boxes = {*query.getlist("col"), listing.declared[0].key}
    keys = sorted((key for key in (column.key for column in listing.declared) if key in boxes), key=_place(query))
    usual = [column.key for column in listing.declared if column.default]
    sent = [name for name in query if name == "col" or name.startswith(MENU_PREFIX)]
    return address(query, **dict.fromkeys(sent), cols=None if keys == usual else ",".join(keys))


def pager(listing: Listing) -> dict[str, Any]:
    """Neighbouring pages, counting on demand, rows per page."""
    query, shown = listing.query, listing.shown
    return {
        "shown": len(shown.rows),
        "order_words": listing.order_words(),
        "prev_url": address(query, before=shown.before) if shown.before else "",
        "next_url": address(query, after=shown.after) if shown.after else "",
        "count_url": address(query, count=1),
        "count_words": listing.count_words(),
        "sizes": [
            {"url": address(query, size=size), "label": str(size), "current": size == listing.size}
            for size in listing.page.page_sizes
        ],
    }


def _place(query: QueryDict):
    def place(key: str) -> int:
        number = query.get(MENU_PREFIX + key, "")
        return int(number) if number.isascii() and number.isdigit() and len(number) <= len(str(LAST)) else LAST

    return place
