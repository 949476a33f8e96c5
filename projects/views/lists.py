"""Pages of the yearly lists: which lists there are, one list, its official workbook, one entry."""

import tempfile

import django_filters
from django.http import FileResponse, HttpRequest
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse

from longting.accounts.models import Organisation
from longting.accounts.roles import Permission
from longting.common import clock
from longting.common.columns import cells, heading_rows
from longting.common.filters import ScopedModelChoiceFilter
from longting.common.lists import ListPage
from projects.enums import Stage
from projects.forms.lists import EntryForm
from projects.issued import write_list
from projects.ledger import LISTS, columns_of, list_links, rows_of
from projects.models import AnnualList, ListEntry
from projects.selectors.lists import lists_with_totals
from projects.services.lists import record_export, revise_entry

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


def list_index(request):
    """Every list with something in sight, the newest year first."""
    columns = (*LISTS, *list_links(request.user))
    found = lists_with_totals(request.user)
    context = {
        "head": heading_rows(columns),
        "rows": [{"cells": cells(columns, row)} for row in found],
        "now": clock.now(),
        "may_import": request.user.may(Permission.IMPORT_LEDGER),
    }
    return render(request, "projects/list_index.html", context)


class EntryFilter(django_filters.FilterSet):
    """Filters of one list."""

    responsible = ScopedModelChoiceFilter(
        field_name="project__responsible", queryset=Organisation.objects.responsible(), label="责任单位"
    )
    stage = django_filters.ChoiceFilter(choices=Stage.choices, label="阶段")
    is_major = django_filters.ChoiceFilter(choices=[("true", "重大项目"), ("false", "其他重点项目")], label="重大")

    class Meta:
        model = ListEntry
        fields = ()


class ListDetail(ListPage):
    """One year's list, with the columns of the official workbook in their order."""

    key = "projects.entries"
    noun = "个项目"
    filterset_class = EntryFilter
    search_field = "project__search_text"
    orders = {"serial": ("serial",), "total": ("project__total_investment",), "plan": ("annual_plan",)}
    default_order = "serial"
    empty_title = "这份名单还没有项目"
    empty_text = "由区项目办在“台账导入”导入工作簿后列入。"

    def setup(self, request, *args, **kwargs):
        super().setup(request, *args, **kwargs)
        self.annual_list = list_or_404(request, **kwargs)
        self.title = self.annual_list.title
        self.crumb = f"重点项目 / {self.annual_list.year}年度 第 {self.annual_list.batch} 批"

    def get_queryset(self, request):
        return rows_of(self.annual_list, request.user, clock.today())

    def get_columns(self, request):
        return list(columns_of(self.annual_list.year))

    def on_export(self, request, count):
        record_export(self.annual_list, f"名单页所见，{count} 个项目", actor=request.user)

    def get_actions(self, request):
        found = [{"label": "全部年度", "url": reverse("projects:list-index")}]
        links = cells(list_links(request.user), self.annual_list)
        found += [{"label": link.text, "url": link.url} for link in links if link.url]
        if request.user.may(Permission.EXPORT_LEDGER):
            url = reverse("projects:list-ledger", kwargs=self.kwargs)
            found.append({"label": "导出正式名单", "url": url, "icon": "file-spreadsheet"})
        return found


list_detail = ListDetail.as_view()


def list_or_404(request: HttpRequest, year: int, batch: int) -> AnnualList:
    """The list, if this person has something on it in sight."""
    return get_object_or_404(AnnualList.objects.visible_to(request.user), year=year, batch=batch)


def list_ledger(request, year, batch):
    """The official workbook of the list: title, two-row heading, 合计, signature line, A3 landscape."""
    annual_list = list_or_404(request, year, batch)
    out = tempfile.TemporaryFile()  # noqa: SIM115 - the response closes it
    count = write_list(annual_list, out, user=request.user, today=clock.today())
    record_export(annual_list, f"正式台账，{count} 个项目", actor=request.user)
    out.seek(0)
    return FileResponse(out, as_attachment=True, filename=f"{annual_list.title}.xlsx", content_type=XLSX)


def entry_edit(request, pk):
    """The year's plan of one project on one list."""
    visible = ListEntry.objects.visible_to(request.user).select_related("project", "annual_list")
    entry = get_object_or_404(visible, pk=pk)
    form = EntryForm.of(request, instance=entry, initial={"version": entry.version})
    if form.ready:
        seen = {name: form.cleaned_data[name] for name in ("version", "reason")}
        if form.run(revise_entry, entry, values=form.values, **seen, actor=request.user):
            return redirect("projects:project-detail", entry.project.public_id)
    context = {
        "form": form,
        "entry": entry,
        "back_url": reverse("projects:project-detail", args=[entry.project.public_id]),
    }
    return render(request, "projects/entry_edit.html", context, status=form.status)
