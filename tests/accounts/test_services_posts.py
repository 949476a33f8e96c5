from datetime import date, timedelta

import pytest

from longting.accounts.enums import OrganisationKind
from longting.accounts.models import Organisation, Post, User
from longting.accounts.roles import Role
from longting.accounts.services.posts import appoint, end_post
from longting.audit.models import AuditEvent
from longting.common.errors import Conflict, Refused
from tests.accounts.test_roles import HELD_AT
from tests.factories import make_organisation, make_post, make_user, organisation

DAY = date(2026, 11, 24)
REASON = "党组会议决定"


def give(person, role, unit, actor, starts=DAY, **more):
    place = organisation(unit) if isinstance(unit, str) else unit
    return appoint(person, organisation=place, role=role, starts=starts, reason=REASON, actor=actor, **more)


def test_an_appointment_gives_the_role_from_its_day_on(cast):
    post = give(make_user(name="李四"), Role.CLERK, "区财政局", cast.admin, title="科员")
    assert (post.role, post.title, post.starts, post.ends) == ("clerk", "科员", DAY, None)
    event = AuditEvent.objects.get()
    assert (event.verb, event.target_id, event.reason) == ("post_create", str(post.user_id), REASON)
    assert event.summary == "任命李四为区财政局填报，自2026年11月24日起"


def test_an_appointment_for_a_time_says_until_when(cast):
    give(make_user(name="李四"), Role.CLERK, "区财政局", cast.admin, ends=date(2026, 12, 31))
    assert AuditEvent.objects.get().summary == "任命李四为区财政局填报，自2026年11月24日至2026年12月31日"


@pytest.mark.parametrize("role", Role)
@pytest.mark.parametrize("kind", OrganisationKind)
def test_a_role_is_given_only_where_it_fits(cast, role, kind):
    person, place = make_user(), make_organisation("", kind)
    if kind.value in HELD_AT[role.value].split():
        assert give(person, role, place, cast.admin).role == role
        return
    with pytest.raises(Refused, match="不能设在") as refused:
        give(person, role, place, cast.admin)
    assert refused.value.field == "role"


def test_nobody_appoints_oneself(cast):
    with pytest.raises(Refused, match="不能任命自己"):
        give(cast.admin, Role.ADMIN, "区委重大项目推进工作委员会办公室", cast.admin)


def test_a_closed_organisation_takes_nobody(cast):
    Organisation.objects.filter(name="区财政局").update(is_active=False)
    with pytest.raises(Refused, match="区财政局已停用"):
        give(make_user(), Role.CLERK, "区财政局", cast.admin)


def test_a_post_does_not_end_before_it_starts(cast):
    with pytest.raises(Refused, match="离任日期不能早于到任日期"):
        give(make_user(), Role.CLERK, "区财政局", cast.admin, ends=DAY - timedelta(days=1))


@pytest.mark.parametrize(
    ("who", "role", "unit"),
    [
        ("officer", Role.AUDITOR, "区委区政府"),
        ("auditor", Role.CLERK, "区财政局"),
        ("beijiao", Role.ADMIN, "区委重大项目推进工作委员会办公室"),
        ("officer", Role.OFFICE_HEAD, "区委重大项目推进工作委员会办公室"),
    ],
)
def test_duties_that_exclude_each_other_are_never_held_together(cast, who, role, unit):
    with pytest.raises(Refused, match="不能兼任") as refused:
        give(getattr(cast, who), role, unit, cast.admin)
    assert refused.value.field == "role"


def test_excluding_duties_may_follow_each_other(cast):
    make_user("mover", Role.OFFICER, organisation("区委重大项目推进工作委员会办公室"))
    person = User.objects.get(username="mover")
    person.posts.update(ends=DAY - timedelta(days=1))
    assert give(person, Role.OFFICE_HEAD, "区委重大项目推进工作委员会办公室", cast.admin).ends is None


def test_a_duty_that_ends_before_the_excluding_one_begins_is_allowed(cast):
    person = make_user()
    make_post(person, Role.OFFICE_HEAD, organisation("区委重大项目推进工作委员会办公室"), date(2027, 1, 1))
    post = give(person, Role.OFFICER, "区委重大项目推进工作委员会办公室", cast.admin, ends=date(2026, 12, 31))
    assert post.ends == date(2026, 12, 31)


def test_a_duty_that_overlaps_a_later_excluding_one_by_a_day_is_refused(cast):
    person = make_user()
    make_post(person, Role.OFFICE_HEAD, organisation("区委重大项目推进工作委员会办公室"), date(2027, 1, 1))
    with pytest.raises(Refused, match="不能兼任"):
        give(person, Role.OFFICER, "区委重大项目推进工作委员会办公室", cast.admin, ends=date(2027, 1, 1))


def test_the_same_post_is_not_given_twice_for_the_same_time(cast):
    with pytest.raises(Refused, match="此人这段时间已在该单位担任这个角色"):
        give(cast.beijiao, Role.CLERK, "北郊乡人民政府", cast.admin, ends=date(2026, 12, 31))


def test_the_same_role_may_be_held_at_two_units(cast):
    give(cast.beijiao, Role.CLERK, "柳园口乡人民政府", cast.admin)
    assert len(User.objects.get(pk=cast.beijiao.pk).posts_in_force) == 2


def test_ending_a_post_sets_its_last_day(cast):
    post = cast.beijiao.posts.get()
    end_post(post, ends=DAY, reason=REASON, actor=cast.admin)
    assert Post.objects.get(pk=post.pk).ends == DAY
    event = AuditEvent.objects.get()
    assert event.summary == "李北郊不再担任北郊乡人民政府填报，最后一天为2026年11月24日"
    assert event.changes == '{"离任日期":["—","2026-11-24"]}'


def test_a_last_day_can_be_moved(cast):
    post = cast.beijiao.posts.get()
    end_post(post, ends=DAY, reason=REASON, actor=cast.admin)
    end_post(post, ends=date(2026, 12, 31), reason=REASON, actor=cast.admin)
    assert AuditEvent.objects.first().changes == '{"离任日期":["2026-11-24","2026-12-31"]}'


def test_a_post_does_not_end_before_its_first_day(cast):
    with pytest.raises(Refused, match="离任日期不能早于到任日期（2020年1月1日）"):
        end_post(cast.beijiao.posts.get(), ends=date(2019, 12, 31), reason=REASON, actor=cast.admin)


def test_nobody_ends_ones_own_post(cast):
    with pytest.raises(Refused, match="不能结束自己的任职"):
        end_post(cast.admin.posts.get(), ends=DAY, reason=REASON, actor=cast.admin)


def test_ending_a_post_that_changed_meanwhile_is_a_conflict(cast):
    seen = cast.beijiao.posts.get()
    end_post(cast.beijiao.posts.get(), ends=DAY, reason=REASON, actor=cast.admin)
    with pytest.raises(Conflict):
        end_post(seen, ends=date(2026, 12, 31), reason=REASON, actor=cast.admin)
    assert Post.objects.get(pk=seen.pk).ends == DAY


def test_an_appointment_needs_a_reason(cast):
    with pytest.raises(Refused, match="请写明理由"):
        appoint(
            make_user(), organisation=organisation("区财政局"), role=Role.CLERK, starts=DAY, reason="", actor=cast.admin
        )
