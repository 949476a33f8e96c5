"""Reads of this part for other pages. `saved_views` is named in settings.SAVED_VIEWS."""

from django.db.models import Case, Value, When

from ledgers.models import SavedView
from longting.audit.models import Job

#: One's own views (`services.saved_views.MOST` of them at most), and room for those of colleagues.
MOST_VIEWS = 30
EXPORT = "export_list"
"""Kind of the jobs that write long exports; named in settings.JOB_HANDLERS."""


def saved_views(user, list_key: str) -> list[dict]:
    """The views `user` sees on one list page, his or her own first: {label, url_query, id, shared}; one SQL query.

    A view only stores conditions: which rows they find is judged anew for whoever opens it.
    """
    own_first = Case(When(user=user.pk, then=Value(0)), default=Value(1))
    found = SavedView.objects.visible_to(user).filter(list_key=list_key).order_by(own_first, "pk")
    return [
        {"label": view.label, "url_query": view.query, "id": view.pk, "shared": view.shared_with_id is not None}
        for view in found[:MOST_VIEWS]
    ]


def own_views(user, list_key: str):
    """The views of one list that `user` made and may remove."""
    return SavedView.objects.filter(user=user.pk, list_key=list_key).select_related("shared_with")


def own_exports(user):
    """The long exports `user` asked for. Nobody else fetches them, not even whoever sees all jobs."""
    return Job.objects.filter(kind=EXPORT, actor_id=str(user.pk))
