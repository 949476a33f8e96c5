"""Hand-over (交接): one act ends one person's posts, begins another's, moves what is open. History keeps old names."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta

from django.conf import settings
from django.db import transaction
from django.utils.module_loading import import_string

from longting.accounts.enums import Act
from longting.accounts.models import Post, User
from longting.accounts.roles import Role
from longting.accounts.services.changes import day_words, require_reason
from longting.accounts.services.posts import add_post, close_post
from longting.audit.services import Entry, record_many
from longting.common.errors import Refused


@dataclass(frozen=True)
class Moved:
    """What a hand-over moved: the posts in words, and the sentences of each part of the house (tasks, drafts, …)."""

    posts: list[str]
    things: list[str]


@transaction.atomic
def hand_over(leaver: User, *, taker: User, posts: Iterable[Post], day: date, today: date, reason: str, actor) -> Moved:
    """From `day` on, `taker` holds the `posts` of `leaver`, whose last day is the one before; then every part named
    in settings.HANDOVER_TASKS moves its open tasks.

    Raises Refused when nothing is chosen, the day lies ahead (tasks move now, not later), the two are one person, a
    post is not the leaver's or ends already, or the taker may not hold it.
    """
    reason = require_reason(reason)
    chosen = list(posts)
    _check(leaver, taker, chosen, day, today, actor)
    for post in chosen:
        _move(post, taker, day)
    names = [f"{post.organisation.name}{Role.label_of(post.role)}" for post in chosen]
    things = [
        line
        for path in settings.HANDOVER_TASKS
        for line in import_string(path)(leaver=leaver, taker=taker, day=day, actor=actor)
    ]
    _record(leaver, taker, names, things, day, reason, actor)
    return Moved(names, things)


def preview_handover(leaver: User, **arguments) -> Moved:
    """What `hand_over` with the same arguments would move. It is done and undone: the preview cannot differ from the
    act. Raises what the act would raise."""
    with transaction.atomic():
        moved = hand_over(leaver, **arguments)
        transaction.set_rollback(True)
    return moved


def _check(leaver: User, taker: User, posts: list[Post], day: date, today: date, actor) -> None:
    if leaver.pk == taker.pk:
        raise Refused("交出人和接手人不能是同一个人。", field="taker")
    if actor.pk in (leaver.pk, taker.pk):
        raise Refused("不能办理自己的交接，请另一位系统管理员办理。")
    if not taker.is_active:
        raise Refused(f"{taker.name}的账号已停用，不能接手。", field="taker")
    if not posts:
        raise Refused("请勾选要交接的任职。", field="posts")
    if day > today:
        raise Refused("交接日期不能晚于今天：任务当即移交，请在交接当天办理。", field="day")
    if any(post.user_id != leaver.pk for post in posts):
        raise Refused(f"有的任职不是{leaver.name}的，请重新勾选。", field="posts")
    if any(post.ends is not None and post.ends < day for post in posts):
        raise Refused("有的任职在交接日期之前已经结束，请重新勾选。", field="posts")
    if any(post.starts >= day for post in posts):
        raise Refused("交接日期须晚于原到任日期。", field="day")


def _move(post: Post, taker: User, day: date) -> None:
    ends = post.ends
    close_post(post, ends=day - timedelta(days=1))
    add_post(taker, organisation=post.organisation, role=Role(post.role), title=post.title, starts=day, ends=ends)


def _record(leaver, taker, posts: list[str], things: list[str], day: date, reason: str, actor) -> None:
    words = f"{leaver.name}向{taker.name}交接：{'、'.join(posts)}，自{day_words(day)}起由{taker.name}担任"
    changes = {"移交事项": ["—", "；".join(things) or "没有未办事项"]}
    entries = [
        Entry(Act.HAND_OVER, "user", person.pk, person.name, words, changes, reason) for person in (leaver, taker)
    ]
    record_many(entries, actor=actor)
