"""Hand-over, looking at telephone numbers, to-dos."""

from datetime import date, timedelta

import pytest

from longting.audit.models import AuditEvent
from projects.models import Project
from projects.services.disclosure import reveal_contacts
from projects.services.handover import hand_over
from projects.todos import facts_to_complete, overrides_to_sign
from tests.projects.makers import TODAY, make_override, make_project, unit

pytestmark = pytest.mark.django_db

START = date(2026, 1, 5)


def led_by(user, today=START, **row) -> Project:
    people = [{"part": "leader", "name": user.name, "title": "区长", "user": user} | row]
    return make_project(today=today, people=people)


def rows(project) -> list[tuple]:
    return list(project.participants.order_by("since", "pk").values_list("user__username", "name", "since", "until"))


def test_parts_go_to_the_taker_and_history_keeps_the_leaver(cast):
    project = led_by(cast.leader)
    words = hand_over(leaver=cast.leader, taker=cast.service, day=TODAY, actor=cast.admin)
    assert words == [f"{project.name}：分包领导由陈区长交给褚首席"]
    assert rows(project) == [
        ("leader", "陈区长", START, TODAY - timedelta(days=1)),
        ("service", "褚首席", TODAY, None),
    ]
    event = AuditEvent.objects.order_by("-seq").first()
    assert (event.verb, event.project_id, event.changes) == (
        "project_handover", str(project.pk), '{"分包领导":["陈区长","褚首席"]}',
    )  # fmt: skip


def test_a_part_begun_on_the_day_itself_changes_hands_whole(cast):
    project = led_by(cast.leader, today=TODAY)
    hand_over(leaver=cast.leader, taker=cast.service, day=TODAY, actor=cast.admin)
    assert rows(project) == [("service", "褚首席", TODAY, None)]


def test_parts_of_others_and_of_the_past_stay(cast):
    other = led_by(cast.service)
    past = led_by(cast.leader)
    past.participants.update(until=START)
    assert hand_over(leaver=cast.leader, taker=cast.service, day=TODAY, actor=cast.admin) == []
    assert [row[0] for row in rows(other) + rows(past)] == ["service", "leader"]


def test_a_taker_who_has_the_part_does_not_get_it_twice(cast):
    people = [{"part": "member", "name": user.name, "user": user} for user in (cast.leader, cast.service)]
    project = make_project(today=START, people=people)
    hand_over(leaver=cast.leader, taker=cast.service, day=TODAY, actor=cast.admin)
    assert [row[0] for row in rows(project) if row[3] is None] == ["service"]


def test_a_taker_without_a_post_has_no_title(cast):
    cast.service.posts.all().delete()
    project = led_by(cast.leader)
    hand_over(leaver=cast.leader, taker=cast.service, day=TODAY, actor=cast.admin)
    assert project.participants.get(user=cast.service).title == ""


def test_looking_at_numbers_is_recorded_without_them(cast):
    project = make_project(contacts=[{"duty": "contact", "name": "张三", "phone": "13800005678"}])
    assert [row.phone for row in reveal_contacts(project, actor=cast.beijiao)] == ["13800005678"]
    event = AuditEvent.objects.order_by("-seq").first()
    assert (event.verb, event.actor_name, event.summary) == (
        "contacts_reveal", "李北郊", f"查看{project.name}的联系电话，1 人",
    )  # fmt: skip
    assert "13800005678" not in f"{event.summary}{event.changes}"


def test_the_head_has_to_sign_what_others_asked_for(cast):
    project = make_project()
    make_override(project, cast.officer)
    make_override(make_project(), cast.office_head)
    todos = overrides_to_sign(cast.office_head, TODAY)
    assert [(todo.subject, todo.what, todo.due) for todo in todos] == [(project.name, "改判为符合，吴经办提出", None)]
    assert todos[0].url == f"/projects/{project.public_id}/#eligibility"
    assert overrides_to_sign(cast.officer, TODAY) == []


def test_doubtful_facts_wait_for_those_who_keep_the_project(cast):
    for _ in range(2):
        make_project(total_investment=None, pending={"total_investment": "近百亿元"})
    make_project(responsible=unit("柳园口乡人民政府"), start_month=None, end_month=None, pending={"period": "不详"})
    waiting = {user: [todo.subject for todo in facts_to_complete(user, TODAY)] for user in (cast.beijiao, cast.officer)}
    assert waiting == {cast.beijiao: ["2 个项目"], cast.officer: ["3 个项目"]}
    assert facts_to_complete(cast.beijiao, TODAY)[0].url == "/projects/?in_doubt=on"


def test_nobody_is_bothered_without_cause(cast):
    make_project(total_investment=None, pending={"total_investment": "近百亿元"})
    assert facts_to_complete(cast.zhujian, TODAY) == []
    assert facts_to_complete(cast.leader, TODAY) == []


def test_many_doubtful_projects_are_not_counted_out(cast, monkeypatch):
    monkeypatch.setattr("projects.todos.MOST_COUNTED", 1)
    for _ in range(3):
        make_project(total_investment=None, pending={"total_investment": "近百亿元"})
    assert [todo.subject for todo in facts_to_complete(cast.officer, TODAY)] == ["1 个以上项目"]


def test_each_source_asks_the_database_once(cast, django_assert_num_queries):
    make_override(make_project(), cast.officer)
    assert cast.office_head.permissions and cast.beijiao.organisation_ids
    with django_assert_num_queries(2):
        overrides_to_sign(cast.office_head, TODAY)
        facts_to_complete(cast.beijiao, TODAY)


@pytest.mark.parametrize("person", ["officer", "beijiao", "beijiao_head", "zhujian", "leader", "outsider"])
def test_the_row_and_the_query_agree_on_who_may_edit(cast, person):
    project, user = make_project(), getattr(cast, person)
    assert project.is_editable_by(user) is Project.objects.editable_by(user).filter(pk=project.pk).exists()
