"""`ListPage`: a subclass names its columns, filters, orders and scoped rows; everything else is here."""

import tempfile
from collections.abc import Callable, Mapping, Sequence
from contextlib import ExitStack
from dataclasses import replace
from typing import Any, BinaryIO

from django.conf import settings
from django.core.exceptions import PermissionDenied
from django.db.models import QuerySet
from django.http import FileResponse, HttpRequest, HttpResponse, HttpResponseRedirect, QueryDict
from django.shortcuts import render
from django.urls import resolve, reverse
from django.utils.module_loading import import_string
from django.views import View

from longting.common import clock, policy
from longting.common.columns import Column, heading_rows
from longting.common.lists import links
from longting.common.lists.listing import Listing
from longting.common.xlsx import CellError, LedgerSheet, write_ledger

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
CHUNK = 2000
FILTER_STAYS = frozenset({"sort", "cols", "size"})
BULK_FORM = "bulk"


class ListPage(View):
    """One list page. `get_queryset` must return rows already `visible_to` the user; nothing here widens them.

    `key` names the list for saved views. `orders` maps an order to ORM fields; a column's `sort` names one of them,
    and the fields should be indexed and without empty values. `default_order` is a key of `orders`, "-" for falling.
    `filterset_class` must scope its own choices (`ScopedModelChoiceFilter`). `bulk_acts` are (label, url, hint).
    """

    key = ""
    title = ""
    noun = "个项目"
    crumb = ""
    template = "ui/list_page.html"
    columns: Sequence[Column] = ()
    filterset_class: type | None = None
    orders: Mapping[str, tuple[str, ...]] = {}
    default_order = ""
    search_field = "search_text"
    search_hint = "项目名称、代码、拼音首字母"
    page_sizes = (20, 50, 100)
    page_size = 50
    bulk_acts: Sequence[tuple[str, str, str]] = ()
    empty_title = "还没有内容"
    empty_text = ""

    def get_queryset(self, request: HttpRequest) -> QuerySet:
        """The rows this user may see, with what the columns need selected."""
        raise NotImplementedError

    def row_url(self, row: Any) -> str:
        """Where the first column of a row leads; "" for nowhere."""
        return ""

    def get_columns(self, request: HttpRequest) -> list[Column]:
        """The declared columns; the first identifies the row and leads to it."""
        first, *others = self.columns
        return [first if first.url else replace(first, url=self.row_url), *others]

    def get_bulk_acts(self, request: HttpRequest) -> Sequence[tuple[str, str, str]]:
        """The acts on chosen rows this user may do."""
        return self.bulk_acts

    def get_actions(self, request: HttpRequest) -> list[dict[str, Any]]:
        """Buttons of the page head besides columns and export: {label, url}, optional icon."""
        return []

    def may_reveal(self, request: HttpRequest) -> bool:
        """Whether personal columns are shown unmasked to this user, on the screen and in the export."""
        return False

    def on_export(self, request: HttpRequest, count: int) -> None:
        """Called after `count` rows were exported, so that the page can record it."""

    def get(self, request: HttpRequest, **kwargs: Any) -> HttpResponse:
        listing = Listing(self, request)
        if "col" in request.GET or any(name.startswith(links.MENU_PREFIX) for name in request.GET):
            return HttpResponseRedirect(links.chosen_columns(listing))
        if request.GET.get("export") == "xlsx" and listing.is_valid:
            return self.export(listing)
        return render(request, self.template, self.context(listing))

    def context(self, listing: Listing, note: str = "") -> dict[str, Any]:
        """Everything the template shows, as plain values."""
        request = listing.request
        acts = [{"label": label, "url": url, "hint": hint} for label, url, hint in self.get_bulk_acts(request)]
        lost = "翻页位置已经失效，这里是第一页。" if listing.shown.lost else ""
        return {
            "title": self.title,
            "crumb": self.crumb,
            "note": note or lost,
            "now": clock.now(),
            "actions": self.get_actions(request),
            "export_url": links.address(request.GET, export="xlsx"),
            "menu": links.columns_menu(listing),
            "menu_hidden": links.hidden(request.GET, frozenset({"cols"})),
            "views": links.tabs(listing),
            "form": listing.filters.form,
            "filter_hidden": [pair for pair in links.hidden(request.GET, frozenset()) if pair[0] in FILTER_STAYS],
            "clear_url": request.path,
            "head": heading_rows(listing.columns),
            "rows": listing.lines,
            "query": request.GET,
            "noun": self.noun,
            "pager": links.pager(listing),
            "acts": acts,
            "pick": BULK_FORM if acts and listing.lines else "",
            "empty": None if listing.lines else self.empty(listing),
        }

    def empty(self, listing: Listing) -> dict[str, str]:
        """What stands in place of the rows: why there are none, and what to do next."""
        if not listing.is_valid:
            return {"title": "条件有误", "text": "请改正标出的条件后再查询。", "url": "", "label": ""}
        if listing.has_conditions:
            text = "可以减少条件，或清除后重新查询。"
            return {"title": "没有符合条件的记录", "text": text, "url": listing.request.path, "label": "清除条件"}
        return {"title": self.empty_title, "text": self.empty_text, "url": "", "label": ""}

    def export(self, listing: Listing) -> HttpResponse:
        """What the reader sees as a workbook: at once when it is short, as a job when it is long."""
        request, match = listing.request, listing.request.resolver_match
        limit = settings.EXPORT_INLINE_ROWS
        if settings.EXPORT_JOB and not match.kwargs and listing.capped_count(limit) > limit:
            query = links.address(request.GET)[1:]
            return HttpResponseRedirect(import_string(settings.EXPORT_JOB)(request.user, match.view_name, query))
        with ExitStack() as opened:
            file = opened.enter_context(tempfile.TemporaryFile())  # nameless: nobody else can open it
            try:
                count = self.write(listing, file)
            except CellError as problem:
                return render(request, self.template, self.context(listing, note=str(problem)))
            self.on_export(request, count)
            file.seek(0)
            opened.pop_all()  # the response closes it
        return FileResponse(file, as_attachment=True, filename=self.filename(), content_type=XLSX)

    def write(self, listing: Listing, out: BinaryIO, *, progress: Callable[[int], None] | None = None) -> int:
        """Write all pages of the listing, with its columns and order, to `out`; returns the number of rows."""
        reveal = self.may_reveal(listing.request)
        sheet = LedgerSheet.plain(listing.columns, sheet_name=self.title, reveal=reveal)
        return write_ledger(sheet, listing.keyset.ordered().iterator(chunk_size=CHUNK), out, progress=progress)

    def filename(self) -> str:
        """Name of the exported file: title and day."""
        return f"{self.title}_{clock.today():%Y%m%d}.xlsx"


def write_list(
    url_name: str, query: str, *, user: Any, out: BinaryIO, progress: Callable[[int], None] | None = None
) -> int:
    """Export a list page outside a request, for jobs: what `user` would see at `url_name` with `query`.

    Rows and permission are judged anew, as they stand now. Returns the number of rows. Raises PermissionDenied when
    the user may no longer open the page.
    """
    permissions = policy.table()[url_name].permissions
    if permissions and not any(user.may(permission) for permission in permissions):
        raise PermissionDenied
    request = HttpRequest()
    request.method, request.user, request.GET = "GET", user, QueryDict(query)
    request.path = reverse(url_name)
    page = resolve(request.path).func.view_class()
    page.setup(request)
    count = page.write(Listing(page, request), out, progress=progress)
    page.on_export(request, count)
    return count
