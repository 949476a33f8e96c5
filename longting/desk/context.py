"""What the frame of every page shows: menu, who is logged in, messages and to-dos waiting."""

from django.conf import settings
from django.urls import reverse

from longting.common import clock
from longting.common.workdays import Calendar
from longting.desk.navigation import menu_for
from longting.notices.todos import counts

BRAND = "龙亭区重大项目管理"
TRIAL = "试用模式：连接没有加密，只供在本机试用，请不要填报正式数据。"


def frame(request) -> dict:
    """Context processor: `frame` for templates/base.html. Anonymous pages get the brand only."""
    shown = {"brand": BRAND, "demo": settings.DEMO, "is_authenticated": False, "nav": [], "warnings": []}
    user = getattr(request, "user", None)
    if user is not None and user.is_authenticated:
        shown |= _personal(user, request)
    return {"frame": shown}


def _personal(user, request) -> dict:
    match = request.resolver_match
    unit = user.post.organisation.short if user.post else "无任职"
    return {
        "is_authenticated": True,
        "nav": menu_for(user, match.view_name if match else ""),
        "account": user.username,
        "who": f"{unit} · {user.name}（{user.role_label or '无角色'}）",
        "notice_count": counts(user, clock.today()).total,
        "notice_url": reverse("notices:notice-list"),
        "account_url": reverse("accounts:me"),
        "logout_url": reverse("accounts:logout"),
        "warnings": [*_trial_warning(), *_calendar_warning()],
    }


def _trial_warning() -> list[str]:
    """Plain http must not pass for the real thing (SECURITY D-39); the demo has its own line."""
    return [] if settings.PRODUCTION or settings.DEMO else [TRIAL]


def _calendar_warning() -> list[str]:
    year = clock.today().year
    if Calendar.shipped().covers(year):
        return []
    return [f"系统里没有{year}年的放假调休安排，工作日按周一至周五计算。"]
