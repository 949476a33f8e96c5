"""Reads of this part for other pages. `saved_views` is named in settings.SAVED_VIEWS."""

from ledgers.models import SavedView

MOST_VIEWS = 30


def saved_views(user, list_key: str) -> list[dict]:
    """The views `user` sees on one list page, his or her own first: {label, url_query}; one SQL query.

    A view only stores conditions: which rows they find is judged anew for whoever opens it.
    """
    found = sorted(SavedView.objects.visible_to(user).filter(list_key=list_key)[:MOST_VIEWS], key=_own_first(user))
    return [{"label": view.label, "url_query": view.query} for view in found]


def own_views(user, list_key: str):
    """The views of one list that `user` made and may remove."""
    return SavedView.objects.filter(user=user, list_key=list_key).select_related("shared_with")


def _own_first(user):
    return lambda view: (view.user_id != user.pk, view.pk)
