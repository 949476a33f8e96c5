"""Histories for pages."""

from django.db import transaction
from django.utils.module_loading import import_string

from longting.audit.models import AuditEvent
from longting.audit.selectors import Change, changes_of, history_of, life_of_project
from longting.audit.services import Entry, record
from longting.audit.verbs import known_verbs, verb_choices, verb_label


def write(cast, *, pk=7, kind="project", changes=None, reason="", project=7, text="修改示范项目"):
    with transaction.atomic():
        record(Entry("project_change", kind, pk, "示范项目", text, changes or {}, reason, project), actor=cast.officer)
    return AuditEvent.objects.order_by("-seq").first()


def test_the_history_of_an_object_is_its_own_newest_first(cast):
    write(cast, text="第一次")
    write(cast, pk=8, text="别的项目")
    write(cast, text="第二次")
    history = history_of("project", 7)
    assert [(entry.text, entry.now) for entry in history] == [("第二次", True), ("第一次", False)]


def test_an_entry_tells_who_did_it_in_which_role(cast):
    write(cast)
    entry = history_of("project", 7)[0]
    assert (entry.who, entry.role, entry.organisation) == ("吴经办", "项目办经办", "区委重大项目推进工作委员会办公室")


def test_the_life_of_a_project_holds_what_hangs_on_it(cast):
    write(cast, text="主档")
    write(cast, kind="attachment", pk=3, text="附件")
    write(cast, kind="attachment", pk=4, project=8, text="别的项目的附件")
    assert [entry.summary for entry in life_of_project(7)] == ["附件", "主档"]


def test_a_history_is_cut_at_its_limit(cast):
    for _ in range(3):
        write(cast)
    assert (len(history_of("project", 7, limit=2)), len(life_of_project(7, limit=1))) == (2, 1)


def test_changes_are_told_in_words(cast):
    changes = {
        "总投资": ["5,000.00", "6,000.00"],
        "重大": [False, True],
        "领域": [[], ["产业", "民生"]],
        "备注": [None, ""],
    }
    event = write(cast, changes=changes)
    assert set(changes_of(event)) == {
        Change("总投资", "5,000.00", "6,000.00"),
        Change("重大", "否", "是"),
        Change("领域", "—", "产业、民生"),
        Change("备注", "—", "—"),
    }


def test_the_note_of_an_entry_is_its_changes_and_its_reason(cast):
    write(cast, changes={"总投资": ["5,000.00", "6,000.00"]}, reason="核对备案证")
    write(cast)
    assert [entry.note for entry in history_of("project", 7)] == ["", "总投资：5,000.00 → 6,000.00；理由：核对备案证"]


def test_a_note_names_the_first_changes_and_counts_the_others(cast):
    write(cast, changes={label: ["", "是"] for label in "甲乙丙丁戊己"}, reason="核对备案证")
    (entry,) = history_of("project", 7)
    assert (entry.note.count("→"), "；另改 2 处；理由：核对备案证" in entry.note) == (4, True)


def test_every_part_s_acts_have_a_label_and_none_is_declared_twice(settings):
    declared = [member.value for path in settings.AUDIT_VERBS for member in import_string(path)]
    assert sorted(declared) == sorted(known_verbs())
    assert {value for value, label in verb_choices() if not label} == set()
    assert (verb_label("attach"), verb_label("sign_in"), verb_label("gone")) == ("上传附件", "登录", "gone")
