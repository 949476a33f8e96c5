from datetime import date

from longting.accounts.models import User
from longting.accounts.roles import Role
from longting.accounts.selectors import demo_accounts, users_holding
from tests.factories import make_post, organisation

TODAY = date(2026, 11, 24)


def names(users):
    return [user.username for user in users]


def test_holders_of_a_role_are_found(cast):
    assert names(users_holding(Role.CLERK, TODAY)) == ["beijiao", "outsider", "zhujian"]


def test_holders_of_a_role_at_one_organisation_are_found(cast):
    assert names(users_holding(Role.CLERK, TODAY, organisation("北郊乡人民政府"))) == ["beijiao"]


def test_who_left_or_was_closed_or_comes_later_holds_nothing(cast):
    cast.outsider.posts.update(ends=date(2026, 11, 23))
    User.objects.filter(pk=cast.zhujian.pk).update(is_active=False)
    make_post(cast.department, Role.CLERK, organisation("区财政局"), date(2026, 11, 25))
    assert names(users_holding(Role.CLERK, TODAY)) == ["beijiao"]


def test_somebody_with_two_such_posts_is_found_once(cast):
    make_post(cast.beijiao, Role.CLERK, organisation("区财政局"))
    assert names(users_holding(Role.CLERK, TODAY)) == ["beijiao", "outsider", "zhujian"]


def test_the_demo_cast_is_listed_as_far_as_it_is_loaded(cast):
    cast.owner.posts.all().delete()
    accounts, password = demo_accounts()
    assert [row[0] for row in accounts][:2] == ["beijiao", "beijiao_head"]
    assert password == "Longting-demo-2026"
