"""Posts (任职): given and ended, never rewritten. What a role may be combined with is `roles`' business."""

from datetime import date

from django.db import transaction
from django.db.models import Q

from longting.accounts.enums import Act
from longting.accounts.models import Organisation, Post, User
from longting.accounts.roles import Role, may_be_held_at, may_hold_together
from longting.accounts.services.changes import day_words, require_reason
from longting.audit.services import Entry, record
from longting.common.errors import Conflict, Refused


@transaction.atomic
def appoint(
    user: User,
    *,
    organisation: Organisation,
    role: Role,
    title: str = "",
    starts: date,
    ends: date | None = None,
    reason: str,
    actor,
) -> Post:
    """Give `user` the `role` at `organisation` from `starts` to `ends` (both days included, None = open).

    Raises Refused when the role does not fit the organisation, when it clashes with a post held at the same time
    (三员分立, who prepares never signs), and when people appoint themselves.
    """
    reason = require_reason(reason)
    if user.pk == actor.pk:
        raise Refused("不能任命自己，请另一位系统管理员办理。")
    post = add_post(user, organisation=organisation, role=role, title=title, starts=starts, ends=ends)
    span = f"自{day_words(starts)}起" if ends is None else f"自{day_words(starts)}至{day_words(ends)}"
    words = f"任命{user.name}为{organisation.name}{Role.label_of(role)}，{span}"
    record(Entry(Act.POST_CREATE, "user", user.pk, user.name, words, {}, reason), actor=actor)
    return post


def add_post(
    user: User, *, organisation: Organisation, role: Role, title: str, starts: date, ends: date | None = None
) -> Post:
    """Part of another act: the post itself with all its checks. Raises Refused like `appoint`."""
    if not organisation.is_active:
        raise Refused(f"{organisation.name}已停用，不能任命。", field="organisation")
    if not may_be_held_at(role, organisation.kind):
        raise Refused(f"“{Role.label_of(role)}”不能设在{organisation.name}，请核对单位类别。", field="role")
    if ends is not None and ends < starts:
        raise Refused("离任日期不能早于到任日期。", field="ends")
    # The row of the person is the lock: two appointments at once must see each other.
    User.objects.select_for_update().get(pk=user.pk)
    for other in _overlapping(user, starts, ends):
        _check_together(user, other, organisation, role)
    return Post.objects.create(user=user, organisation=organisation, role=role, title=title, starts=starts, ends=ends)


@transaction.atomic
def end_post(post: Post, *, ends: date, reason: str, actor) -> Post:
    """Set the last day of a post. Raises Refused for a day before its first, Conflict when it has changed meanwhile."""
    reason = require_reason(reason)
    if post.user_id == actor.pk:
        raise Refused("不能结束自己的任职，请另一位系统管理员办理。")
    before = post.ends
    close_post(post, ends=ends)
    words = f"{post.user.name}不再担任{post.organisation.name}{Role.label_of(post.role)}，最后一天为{day_words(ends)}"
    changes = {"离任日期": [str(before) if before else "—", str(ends)]}
    record(Entry(Act.POST_END, "user", post.user_id, post.user.name, words, changes, reason), actor=actor)
    return post


def close_post(post: Post, *, ends: date) -> None:
    """Part of another act: end `post` if nobody has touched it since it was read."""
    if ends < post.starts:
        raise Refused(f"离任日期不能早于到任日期（{day_words(post.starts)}）。", field="ends")
    if Post.objects.filter(pk=post.pk, ends=post.ends).update(ends=ends) != 1:
        raise Conflict
    post.ends = ends


def _overlapping(user: User, starts: date, ends: date | None):
    posts = user.posts.filter(Q(ends__isnull=True) | Q(ends__gte=starts)).select_related("organisation")
    return posts if ends is None else posts.filter(starts__lte=ends)


def _check_together(user: User, other: Post, organisation: Organisation, role: Role) -> None:
    if other.role == role and other.organisation_id == organisation.pk:
        raise Refused("此人这段时间已在该单位担任这个角色。", field="role")
    if not may_hold_together({role, Role(other.role)}):
        held, wanted = Role.label_of(other.role), Role.label_of(role)
        raise Refused(
            f"{user.name}这段时间还是{other.organisation.short}的“{held}”，不能兼任“{wanted}”。请先结束原任职。",
            field="role",
        )
