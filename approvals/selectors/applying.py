"""What an applicant may begin with: the lists that take declarations, and the own projects not yet applied for."""

from datetime import date

from django.db.models import Exists, OuterRef, Q, QuerySet

from approvals.enums import ENDED, WindowState
from approvals.models import Declaration, DeclarationWindow
from approvals.selectors.windows import window_of
from approvals.windows import MOST_BATCHES, Window, year_to_declare
from projects.enums import LIST_OPEN
from projects.models import AnnualList, ListEntry, Project

#: The list of a mid-year adjustment (年中调整).
MID_YEAR = 2


def lists_to_declare(today: date) -> list[Window]:
    """The lists an application may be begun for: first the usual one, open or not, then every other one that has not
    closed, by the day it opens."""
    usual = (year_to_declare(today), 1)
    known = DeclarationWindow.objects.filter(closes_on__gte=today).values_list("year", "batch")
    keys = {*known, (today.year, MID_YEAR)} - {usual}
    closed = set(AnnualList.objects.exclude(state__in=[s.value for s in LIST_OPEN]).values_list("year", "batch"))
    keys -= closed
    others = [window_of(year, batch) for year, batch in keys]
    others = [window for window in others if window.state(today) is not WindowState.CLOSED]
    year = usual[0]  # once the yearly list is closed, the first later batch of that year stands in its place
    batch = next((batch for batch in range(1, MOST_BATCHES + 1) if (year, batch) not in closed), usual[1])
    others = [window for window in others if (window.year, window.batch) != (year, batch)]
    return [window_of(year, batch), *sorted(others, key=lambda window: (window.opens_on, window.year, window.batch))]


def projects_to_declare(user, year: int, batch: int) -> QuerySet:
    """Projects of the person's own company, or without a company and of the own unit, that are neither applied for in
    this list nor on a list of the year; what was changed last comes first."""
    mine = user.organisation_ids
    ended = [state.value for state in ENDED]
    applied = Declaration.objects.filter(project=OuterRef("pk"), year=year, batch=batch).exclude(state__in=ended)
    listed = ListEntry.objects.standing().filter(project=OuterRef("pk"), annual_list__year=year)
    own = Project.objects.visible_to(user).filter(Q(owner__in=mine) | Q(owner__isnull=True, responsible__in=mine))
    return own.filter(~Exists(applied), ~Exists(listed)).order_by("-updated_at", "-pk")
