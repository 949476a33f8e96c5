"""Saved views (存为视图): a personal preference, so no audit record is written of them."""

from django.db import transaction

from ledgers.links import clean_query
from ledgers.models import SavedView
from longting.accounts.roles import Permission
from longting.common import clock
from longting.common.errors import Refused

MOST = 20


@transaction.atomic
def save_view(list_key: str, *, label: str, query: str, share: bool, actor) -> SavedView:
    """Keep the conditions, order and columns of a list under a name, for oneself or also for one's unit.

    Raises Refused when the name is taken, there are too many, or the person may not share.
    """
    mine = SavedView.objects.filter(user=actor, list_key=list_key)
    if mine.filter(label=label).exists():
        raise Refused(f"已有叫“{label}”的视图。请换个名称，或先移除原来的。", field="label")
    if mine.count() >= MOST:
        raise Refused(f"每个列表最多存 {MOST} 个视图。请先移除不用的。")
    unit = actor.post.organisation if actor.post else None
    if share and not (unit and actor.may(Permission.SHARE_VIEW)):
        raise Refused("您的角色不能把视图共享给本单位。请不勾选共享，只存给自己。", field="share")
    return SavedView.objects.create(
        user=actor,
        list_key=list_key,
        label=label,
        query=clean_query(query),
        shared_with=unit if share else None,
        created_at=clock.now(),
    )


@transaction.atomic
def remove_view(view: SavedView, *, actor) -> None:
    """Remove one's own view. Raises Refused for somebody else's."""
    if view.user_id != actor.pk:
        raise Refused("这个视图是同事存的，只有本人能移除。")
    view.delete()
