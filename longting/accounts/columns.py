"""Columns of the account pages, shared by screen and workbook."""

from datetime import date

from django.urls import reverse

from longting.accounts.enums import OrganisationKind
from longting.accounts.models import Post, User
from longting.accounts.roles import Role
from longting.common.columns import Column
from longting.common.templatetags.ui import day

USERS = (
    Column(
        "username", "账号", lambda u: u.username, "link", width=18, sort="username",
        url=lambda u: reverse("accounts:user-detail", args=[u.pk]),
    ),
    Column("name", "姓名", lambda u: u.name),
    Column("unit", "单位", lambda u: "、".join(dict.fromkeys(p.organisation.name for p in u.held)), width=30),
    Column("role", "角色", lambda u: "、".join(dict.fromkeys(Role.label_of(p.role) for p in u.held)), width=18),
    Column("title", "职务", lambda u: "、".join(p.title for p in u.held if p.title), width=18, default=False),
    Column("phone", "手机", lambda u: u.phone, "phone", width=16, personal=True),
    Column("state", "状态", lambda u: u.state, "tag"),
    Column("last_login", "最近登录", lambda u: u.last_login, "date", width=18, sort="last_login"),
)  # fmt: skip

ORGANISATIONS = (
    Column(
        "name", "全称", lambda o: f"{'　' * o.level}{o.name}", "link", width=40,
        url=lambda o: reverse("accounts:organisation-edit", args=[o.pk]),
    ),
    Column("short", "简称", lambda o: o.short, width=16),
    Column("kind", "类别", lambda o: OrganisationKind.label_of(o.kind), width=14),
    Column("code", "代码", lambda o: o.code, width=14),
    Column("aliases", "别名", lambda o: "、".join(o.aliases), width=24),
    Column("people", "在任", lambda o: o.people, "number", unit="人"),
    Column("parent", "上级单位", lambda o: o.parent.short if o.parent else None, width=16, default=False),
    Column("order", "排序", lambda o: o.order, "number", sort="tree"),
    Column("state", "状态", lambda o: o.state, "tag"),
)  # fmt: skip


def post_columns(today: date, *, may_end: bool = False) -> tuple[Column, ...]:
    """Posts of one person, as they stand on `today`; with `may_end` each leads to the page that ends it."""

    def end_url(post: Post) -> str:
        return reverse("accounts:post-end", args=[post.pk]) if post.ends is None or post.ends >= today else ""

    columns = (
        Column("unit", "单位", lambda p: p.organisation.name, width=30),
        Column("role", "角色", lambda p: Role.label_of(p.role)),
        Column("title", "职务", lambda p: p.title),
        Column("starts", "到任", lambda p: p.starts, "date"),
        Column("ends", "离任", lambda p: p.ends, "date"),
        Column("state", "状态", lambda p: p.state_on(today), "tag"),
    )
    act = Column("act", "办理", lambda p: "结束任职" if end_url(p) else None, "link", url=end_url)
    return (*columns, act) if may_end else columns


def facts_of(user: User) -> list[dict]:
    """What an account page says about its person."""
    temporary = {"note": "临时密码，第一次登录时须改成自己的密码"} if user.must_change_password else {}
    return [
        {"label": "姓名", "text": user.name},
        {"label": "账号", "text": user.username, "tag": user.state},
        {"label": "手机", "text": user.phone or "—"},
        {"label": "最近登录", "text": day(user.last_login, "time")},
        {"label": "密码修改", "text": day(user.password_changed_at, "time"), **temporary},
        {"label": "建立时间", "text": day(user.created_at, "time")},
    ]


def history_of(events) -> list[dict]:
    """Audit records as the entries of a history, the newest first and marked."""
    return [
        {"at": event.at, "who": event.actor_name, "text": event.summary, "note": event.reason, "now": place == 0}
        for place, event in enumerate(events)
    ]
