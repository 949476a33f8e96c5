"""The workbench of each role: what waits for me, what was returned, what is new."""

from django.shortcuts import redirect, render

from longting.audit.models import Job
from longting.common import clock
from longting.notices.models import Notice
from longting.notices.todos import todos_of


def home(request):
    """The bare address leads to the workbench."""
    return redirect("desk:workbench")


def workbench(request):
    """What is to be done by this person, with who it waits for and until when."""
    today = clock.today()
    context = {
        "todos": todos_of(request.user, today),
        "notices": Notice.objects.visible_to(request.user)[:8],
        "now": clock.now(),
    }
    return render(request, "desk/workbench.html", context)


def jobs(request):
    """Job health: what ran, what waits, what failed and why."""
    context = {"jobs": Job.objects.visible_to(request.user)[:100], "now": clock.now()}
    return render(request, "desk/jobs.html", context)
