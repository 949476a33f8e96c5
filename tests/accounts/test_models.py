from datetime import date

import pytest
from django.db import IntegrityError
from django.db.models.deletion import ProtectedError

from longting.accounts.models import KnownDevice, Organisation, Post, User, UserSession
from longting.accounts.roles import Permission, Role
from longting.common import clock
from tests.factories import make_organisation, make_post, make_user, organisation

DAY = date(2026, 3, 1)


@pytest.mark.parametrize(
    ("starts", "ends", "held"),
    [
        (DAY, None, True),
        (DAY, DAY, True),
        (date(2026, 2, 1), date(2026, 2, 28), False),
        (date(2026, 3, 2), None, False),
        (date(2020, 1, 1), date(2026, 3, 2), True),
    ],
)
def test_a_post_counts_from_its_first_to_its_last_day(cast, starts, ends, held):
    post = make_post(cast.beijiao, Role.SERVICE_OFFICER, organisation("区财政局"), starts, ends=ends)
    assert (post in Post.objects.in_force(DAY)) == held
    assert (post.state_on(DAY) == "held") == held


def test_a_post_says_whether_it_lies_ahead_or_behind(cast):
    post = Post(starts=date(2026, 3, 2), ends=date(2026, 3, 9))
    assert [post.state_on(day) for day in (DAY, date(2026, 3, 9), date(2026, 3, 10))] == ["ahead", "held", "ended"]


def test_a_post_cannot_end_before_it_starts(cast):
    with pytest.raises(IntegrityError, match="post_ends_after_it_starts"):
        make_post(cast.beijiao, Role.CLERK, organisation("区财政局"), DAY, ends=date(2026, 2, 28))


def test_nobody_holds_the_same_open_post_twice(cast):
    with pytest.raises(IntegrityError):
        make_post(cast.beijiao, Role.CLERK, organisation("北郊乡人民政府"), DAY)


def test_people_and_organisations_with_history_cannot_be_deleted(cast):
    for row in (cast.beijiao, organisation("北郊乡人民政府")):
        with pytest.raises(ProtectedError):
            row.delete()


def test_permissions_are_those_of_all_posts_of_today(cast):
    make_post(cast.beijiao, Role.DEPARTMENT, organisation("区财政局"))
    person = User.objects.get(pk=cast.beijiao.pk)
    assert person.role_label == "填报、职能部门"
    assert person.may(Permission.FILE_PROJECT)
    assert not person.may(Permission.VIEW_ALL)


def test_a_deactivated_person_may_nothing(cast):
    User.objects.filter(pk=cast.officer.pk).update(is_active=False)
    person = User.objects.get(pk=cast.officer.pk)
    assert person.permissions == frozenset()
    assert person.state.label == "停用"


def test_a_person_without_post_belongs_nowhere(db):
    person = make_user()
    assert (person.post, person.role_label, person.organisation_name, person.organisation_ids) == (None, "", "", [])


def test_scope_reaches_own_units_and_those_directly_below(cast):
    town = organisation("北郊乡人民政府")
    below = make_organisation("北郊乡项目服务站", "township", parent=town)
    make_organisation("服务站下属小组", "township", parent=below)
    assert User.objects.get(pk=cast.beijiao.pk).organisation_ids == sorted([town.pk, below.pk])


def test_a_company_sees_public_bodies_and_itself_alone(cast):
    make_organisation("开封别家有限公司")
    seen = Organisation.objects.visible_to(cast.owner).filter(kind="company")
    assert [row.name for row in seen] == ["开封龙亭示范建设有限公司"]


@pytest.mark.parametrize("who", ["officer", "admin"])
def test_office_and_administrator_see_every_organisation(cast, who):
    make_organisation("开封别家有限公司")
    assert Organisation.objects.visible_to(getattr(cast, who)).count() == Organisation.objects.count()


def test_only_active_units_can_be_responsible(cast):
    Organisation.objects.filter(name="区商务局").update(is_active=False)
    names = set(Organisation.objects.responsible().values_list("name", flat=True))
    assert "北郊乡人民政府" in names
    assert names.isdisjoint({"区商务局", "区委区政府", "开封龙亭示范建设有限公司"})


def test_an_organisation_is_not_its_own_parent(cast):
    town = organisation("北郊乡人民政府")
    with pytest.raises(IntegrityError, match="organisation_is_not_its_own_parent"):
        Organisation.objects.filter(pk=town.pk).update(parent=town)


def test_only_binding_roles_need_a_second_factor(cast):
    needing = [name for name, person in vars(cast).items() if person.needs_second_factor]
    assert needing == ["office_head", "committee", "admin"]


def test_rows_name_themselves(cast):
    now = clock.now()
    session = UserSession(user=cast.admin, ip="10.0.0.1", session_key="k", started_at=now, seen_at=now)
    device = KnownDevice(user=cast.admin, digest="0123456789ab", seen_at=now)
    rows = [cast.admin, cast.admin.post, cast.admin.post.organisation, session, device]
    expected = ["蒋管理", "区项目办 系统管理", "区委重大项目推进工作委员会办公室", "蒋管理 10.0.0.1", "蒋管理 01234567"]
    assert [str(row) for row in rows] == expected
