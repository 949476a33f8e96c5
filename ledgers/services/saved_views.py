"""Saved views (存为视图): a personal preference, so no audit record is written of them."""

from django.db import IntegrityError, transaction

from ledgers.links import clean_query
from ledgers.models import SavedView
from longting.accounts.roles import Permission
from longting.common import clock
from longting.common.errors import Refused

MOST = 20
LONGEST = SavedView._meta.get_field("query").max_length
NAME_TAKEN = "已有叫“{}”的视图。请换个名称，或先移除原来的。"


@transaction.atomic
def save_view(list_key: str, *, label: str, query: str, share: bool, actor) -> SavedView:
    """Keep the conditions, order and columns of a list under a name, for oneself or also for one's unit.

    Raises Refused when the name is taken, there are too many views or conditions, or the person may not share.
    """
    kept, unit = clean_query(query), sharing_unit(actor)
    if len(kept) > LONGEST:
        raise Refused("条件太多，存不进一个视图。请减少条件后再存。")
    if share and unit is None:
        raise Refused("您的角色不能把视图共享给本单位。请不勾选共享，只存给自己。", field="share")
    mine = SavedView.objects.filter(user=actor.pk, list_key=list_key)
    if mine.filter(label=label).exists():
        raise Refused(NAME_TAKEN.format(label), field="label")
    if mine.count() >= MOST:
        raise Refused(f"每个列表最多存 {MOST} 个视图。请先移除不用的。")
    return _keep(SavedView(list_key=list_key, label=label, query=kept, shared_with=unit if share else None), actor)


@transaction.atomic
def remove_view(view: SavedView, *, actor) -> None:
    """Remove one's own view. Raises Refused for somebody else's."""
    if view.user_id != actor.pk:
        raise Refused("这个视图是同事存的，只有本人能移除。")
    view.delete()


def sharing_unit(user):
    """The organisation `user` may share views with; None without the permission or without a post."""
    return user.post.organisation if user.post and user.may(Permission.SHARE_VIEW) else None


def _keep(view: SavedView, actor) -> SavedView:
    """Two of one name at the same moment: the unique constraint lets one through."""
    view.user_id, view.created_at = actor.pk, clock.now()
    try:
        with transaction.atomic():
            view.save(force_insert=True)
    except IntegrityError:
        raise Refused(NAME_TAKEN.format(view.label), field="label") from None
    return view
