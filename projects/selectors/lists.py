"""Reads of the yearly lists."""

from django.db.models import Count, Q, Sum

from projects.models import AnnualList, ListEntry


def lists_with_totals(user):
    """The lists in sight of `user`, newest first, each with what that user may see of it: `shown_entries`,
    `shown_total` and `shown_plan` (万元). Rows out of sight, and those the committee has taken off, do not count."""
    mine = Q(entries__in=ListEntry.objects.visible_to(user).standing())
    return AnnualList.objects.visible_to(user).annotate(
        shown_entries=Count("entries", filter=mine),
        shown_total=Sum("entries__project__total_investment", filter=mine),
        shown_plan=Sum("entries__annual_plan", filter=mine),
    )
