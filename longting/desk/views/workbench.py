"""The workbench of each role: what waits for me, what is new, how my unit's projects stand."""

from django.shortcuts import redirect, render
from django.urls import reverse

from approvals.windows import year_to_declare
from longting.audit.models import Job
from longting.common import clock
from longting.common.columns import cells, heading_rows
from longting.desk.columns import JOBS, RECENT, todo_head, todo_rows
from longting.desk.selectors import declared_of, figures_of, figures_title, recent_projects
from longting.notices.models import Notice
from longting.notices.todos import counts, todos_of

WEEKDAYS = "一二三四五六日"


def home(request):
    """The bare address leads to the workbench."""
    return redirect("desk:workbench")


def workbench(request):
    """What is to be done by this person, with what it is about and until when."""
    user, today = request.user, clock.today()
    todos = todos_of(user, today)
    context = {
        "unit": user.organisation_name,
        "weekday": f"周{WEEKDAYS[today.weekday()]}",
        "now": clock.now(),
        "todos": todo_rows(todos, today),
        "todo_head": todo_head(),
        "todo_count": len(todos),
        "notices": Notice.objects.visible_to(user)[:8],
        "unread": counts(user, today).unread,
        "notices_url": reverse("notices:notice-list"),
        "recent": [{"cells": cells(RECENT, project)} for project in recent_projects(user)],
        "recent_head": heading_rows(RECENT),
        "projects_url": reverse("projects:project-list"),
        "figures": figures_of(user, today),
        "figures_title": figures_title(user),
        "declared": declared_of(user, today),
        "declared_title": f"{year_to_declare(today)}年度申报",
    }
    return render(request, "desk/workbench.html", context)


def jobs(request):
    """Job health: what ran, what waits, what failed and why."""
    found = Job.objects.visible_to(request.user)[:100]
    context = {
        "rows": [{"cells": cells(JOBS, job)} for job in found],
        "head": heading_rows(JOBS),
        "now": clock.now(),
    }
    return render(request, "desk/jobs.html", context)
