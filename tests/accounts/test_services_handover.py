from datetime import date, timedelta

import pytest

from longting.accounts.models import Post, User
from longting.accounts.roles import Role
from longting.accounts.services.handover import hand_over, preview_handover
from longting.audit.models import AuditEvent
from longting.common.errors import Refused
from tests.factories import make_post, make_user, organisation

TODAY = date(2026, 11, 24)
REASON = "岗位调整，发文任命"


def move_phone(*, leaver, taker, day, actor):
    """A part of the house that has something to move: here the leaver's telephone."""
    User.objects.filter(pk=taker.pk).update(phone=leaver.phone)
    return [f"电话 {leaver.phone} 自{day}起转给{taker.name}，经办{actor.name}。"]


def move_nothing(*, leaver, taker, day, actor):
    return []


@pytest.fixture
def taker(cast):
    return make_user("newcomer", name="新来者")


@pytest.fixture
def seams(settings):
    here = "tests.accounts.test_services_handover"
    settings.HANDOVER_TASKS = [f"{here}.move_phone", f"{here}.move_nothing"]


def arguments(cast, taker, **changes):
    usual = {"taker": taker, "posts": list(cast.beijiao.posts.all()), "day": TODAY, "today": TODAY, "reason": REASON}
    return usual | {"actor": cast.admin} | changes


def test_one_post_ends_the_day_before_the_other_begins(cast, taker, settings):
    settings.HANDOVER_TASKS = []
    hand_over(cast.beijiao, **arguments(cast, taker))
    old, new = cast.beijiao.posts.get(), taker.posts.get()
    assert (old.ends, new.starts, new.ends) == (date(2026, 11, 23), TODAY, None)
    assert (new.role, new.organisation.name) == ("clerk", "北郊乡人民政府")


def test_a_limited_post_keeps_its_end_and_its_title(cast, taker, settings):
    settings.HANDOVER_TASKS = []
    cast.beijiao.posts.update(ends=date(2027, 6, 30), title="副科长")
    hand_over(cast.beijiao, **arguments(cast, taker))
    new = taker.posts.get()
    assert (new.ends, new.title) == (date(2027, 6, 30), "副科长")


def test_every_part_of_the_house_moves_its_things(cast, taker, seams):
    User.objects.filter(pk=cast.beijiao.pk).update(phone="13800138000")
    moved = hand_over(User.objects.get(pk=cast.beijiao.pk), **arguments(cast, taker))
    assert moved.posts == ["北郊乡人民政府填报"]
    assert moved.things == ["电话 13800138000 自2026-11-24起转给新来者，经办蒋管理。"]
    assert User.objects.get(pk=taker.pk).phone == "13800138000"


def test_both_people_keep_the_hand_over_in_their_history(cast, taker, seams):
    hand_over(cast.beijiao, **arguments(cast, taker))
    events = [AuditEvent.objects.about("user", pk).get() for pk in (cast.beijiao.pk, taker.pk)]
    words = "李北郊向新来者交接：北郊乡人民政府填报，自2026年11月24日起由新来者担任"
    assert [event.summary for event in events] == [words, words]
    assert [event.reason for event in events] == [REASON, REASON]


def test_nothing_to_move_is_said(cast, taker, settings):
    settings.HANDOVER_TASKS = []
    hand_over(cast.beijiao, **arguments(cast, taker))
    assert AuditEvent.objects.first().changes == '{"移交事项":["—","没有未办事项"]}'


def test_the_preview_tells_the_same_and_writes_nothing(cast, taker, seams):
    before = list(Post.objects.values_list("pk", "user", "ends"))
    moved = preview_handover(cast.beijiao, **arguments(cast, taker))
    assert moved.posts == ["北郊乡人民政府填报"]
    assert list(Post.objects.values_list("pk", "user", "ends")) == before
    assert (AuditEvent.objects.count(), User.objects.get(pk=taker.pk).phone) == (0, "")


def test_the_taker_may_act_and_the_leaver_may_not_any_more(cast, taker, settings):
    settings.HANDOVER_TASKS = []
    today = date.today()
    hand_over(cast.beijiao, **arguments(cast, taker, day=today, today=today))
    people = [User.objects.get(pk=pk) for pk in (cast.beijiao.pk, taker.pk)]
    assert [person.may("file_project") for person in people] == [False, True]


@pytest.mark.parametrize(
    ("change", "words", "field"),
    [
        ({"posts": []}, "请勾选要交接的任职", "posts"),
        ({"day": TODAY + timedelta(days=1)}, "交接日期不能晚于今天", "day"),
        ({"day": date(2020, 1, 1)}, "交接日期须晚于原到任日期", "day"),
        ({"reason": "换人"}, "请写明理由", "reason"),
    ],
)
def test_an_impossible_hand_over_is_refused(cast, taker, change, words, field):
    with pytest.raises(Refused, match=words) as refused:
        hand_over(cast.beijiao, **arguments(cast, taker, **change))
    assert refused.value.field == field


def test_nobody_hands_over_to_oneself(cast):
    with pytest.raises(Refused, match="不能是同一个人"):
        hand_over(cast.beijiao, **arguments(cast, cast.beijiao))


@pytest.mark.parametrize("side", ["leaver", "taker"])
def test_an_administrator_is_no_party_to_the_hand_over(cast, taker, side):
    leaver, other = (cast.admin, taker) if side == "leaver" else (cast.beijiao, cast.admin)
    with pytest.raises(Refused, match="不能办理自己的交接"):
        hand_over(leaver, **arguments(cast, other))


def test_a_closed_account_takes_nothing_over(cast, taker):
    taker.is_active = False
    with pytest.raises(Refused, match="账号已停用，不能接手"):
        hand_over(cast.beijiao, **arguments(cast, taker))


def test_only_the_leavers_posts_can_be_handed_over(cast, taker):
    with pytest.raises(Refused, match="有的任职不是李北郊的"):
        hand_over(cast.beijiao, **arguments(cast, taker, posts=list(cast.zhujian.posts.all())))


def test_a_post_that_has_ended_cannot_be_handed_over(cast, taker):
    cast.beijiao.posts.update(ends=date(2026, 11, 22))
    with pytest.raises(Refused, match="已经结束"):
        hand_over(cast.beijiao, **arguments(cast, taker))


def test_a_taker_who_may_not_hold_the_post_is_refused_and_nothing_moves(cast, seams):
    with pytest.raises(Refused, match="不能兼任"):
        hand_over(cast.beijiao, **arguments(cast, cast.auditor))
    assert cast.beijiao.posts.get().ends is None


def test_two_posts_go_over_in_one_act(cast, taker, settings):
    settings.HANDOVER_TASKS = []
    make_post(cast.beijiao, Role.SERVICE_OFFICER, organisation("北郊乡人民政府"))
    moved = hand_over(cast.beijiao, **arguments(cast, taker))
    assert moved.posts == ["北郊乡人民政府首席服务官", "北郊乡人民政府填报"]
    assert taker.posts.count() == 2
