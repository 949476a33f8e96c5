"""Pages of one project: its own page, its history, its telephone numbers."""

from django.shortcuts import get_object_or_404, render

from longting.audit.models import AuditEvent
from longting.common import clock
from projects.models import Project
from projects.pages import contact_rows, detail_page, history_rows
from projects.selectors.life import with_life
from projects.services.disclosure import reveal_contacts

HISTORY_PAGE = 50


def project_detail(request, public_id):
    """The project with its whole life."""
    found = with_life(Project.objects.visible_to(request.user).select_related("responsible", "owner"))
    project = get_object_or_404(found.prefetch_related("funds", "contacts"), public_id=public_id)
    return render(request, "projects/project_detail.html", detail_page(project, request.user, clock.today()))


def project_history(request, public_id):
    """Everything that was ever recorded about the project, newest first."""
    project = get_object_or_404(Project.objects.visible_to(request.user), public_id=public_id)
    events = AuditEvent.objects.of_project(project.pk)
    before = request.GET.get("before", "")
    if before.isascii() and before.isdigit() and len(before) < 19:
        events = events.filter(seq__lt=int(before))
    page = list(events[: HISTORY_PAGE + 1])
    context = {
        "project": project,
        "rows": history_rows(page[:HISTORY_PAGE]),
        "older": f"?before={page[HISTORY_PAGE - 1].seq}" if len(page) > HISTORY_PAGE else "",
        "is_first": not before,
        "now": clock.now(),
    }
    return render(request, "projects/project_history.html", context)


def contacts_reveal(request, public_id):
    """The telephone numbers of the project, once; looking is recorded, so the page is the answer to a POST."""
    project = get_object_or_404(Project.objects.visible_to(request.user), public_id=public_id)
    contacts = reveal_contacts(project, actor=request.user)
    context = {"project": project, "contacts": contact_rows(contacts, reveal=True), "now": clock.now()}
    return render(request, "projects/contacts.html", context)
