from datetime import UTC, date, datetime, timedelta

import pytest

from longting.accounts.intake import Person, check_people, people_from, read_people
from longting.accounts.models import Organisation, User
from longting.accounts.services.intake import import_users
from longting.audit.models import AuditEvent
from longting.common.errors import Conflict, Refused
from longting.common.sheets.book import Cell, Sheet, Workbook

HEADER = ["姓名", "账号", "手机", "单位", "角色", "职务"]
LI = ["李四", "li.si", "13800138000", "区财政局", "填报", "科员"]
NOW = datetime(2026, 11, 24, 2, 0, tzinfo=UTC)


def book(*lines, name="名册", hidden=False):
    cells = {
        row: {column: Cell("text", text) for column, text in enumerate(line, start=1) if text}
        for row, line in enumerate(lines, start=1)
        if any(line)
    }
    return Workbook("名册.xlsx", (Sheet(name, hidden, cells),), "")


def person(**changes):
    usual = {"name": "李四", "username": "li.si", "phone": "", "unit": "区财政局", "role": "填报", "title": ""}
    return Person("名册", 2, **(usual | changes))


def problems(*people):
    return [list(row.problems) for row in check_people(list(people))]


def test_rows_are_read_below_the_header_wherever_it_stands():
    people = read_people(book(["2026年人员名册"], [], HEADER, LI, [], LI))
    assert [one.row for one in people] == [4, 6]
    assert people[0] == Person("名册", 4, "李四", "li.si", "13800138000", "区财政局", "填报", "科员")


def test_columns_may_stand_in_any_order_and_under_other_usual_words():
    people = read_people(
        book(["单 位", "角色", "联系电话", "姓名", "账号"], ["区财政局", "填报", "１３８ 00138000", "李四", "LI.SI"])
    )
    assert people == [Person("名册", 2, "李四", "li.si", "13800138000", "区财政局", "填报", "")]


def test_hidden_sheets_are_not_read():
    with pytest.raises(Refused, match="没有找到表头"):
        read_people(book(HEADER, LI, hidden=True))


def test_sheets_without_header_beside_one_with_a_header_are_left_out():
    both = (*book(["说明"]).sheets, *book(HEADER, LI).sheets)
    assert len(read_people(Workbook("x.xlsx", both, ""))) == 1


@pytest.mark.parametrize(
    ("lines", "words"),
    [
        ([["姓名", "账号", "单位"], LI], "没有找到表头。请用模板，表头须有：姓名、账号、单位、角色"),
        ([[]] * 20 + [HEADER, LI], "没有找到表头"),
        ([HEADER], "表头下面没有人员"),
        ([HEADER] + [LI] * 201, "一次最多导入 200 人，这个文件有 201 人"),
    ],
)
def test_a_workbook_that_is_no_list_of_people_is_explained(lines, words):
    with pytest.raises(Refused, match=words):
        read_people(book(*lines))


def test_a_good_row_has_no_problem(cast):
    [row] = check_people([person(phone="13800138000")])
    assert (row.problems, row.organisation.code, row.role) == ((), "CZJ", "clerk")


@pytest.mark.parametrize(
    ("change", "words"),
    [
        ({"name": ""}, "缺姓名。"),
        ({"username": "李四"}, "账号用 3 至 40 个小写字母、数字、点、横线，以字母开头，例如 beijiao.li。"),
        ({"username": "beijiao"}, "账号“beijiao”已有人使用。"),
        ({"phone": "12345"}, "电话写成 11 位手机号，或 0371-22003050 这样的座机号。"),
        ({"unit": "财政厅"}, "没有启用的单位叫“财政厅”。请写全称，或先在“单位”里建立、启用。"),
        ({"role": "领导"}, None),
        ({"role": "审计", "unit": "北郊乡"}, "“审计”不能设在北郊乡人民政府。"),
        ({"name": "李" * 31}, "姓名超过 30 个字。"),
        ({"title": "科" * 61}, "职务超过 60 个字。"),
    ],
)
def test_each_problem_is_named(cast, change, words):
    [[found]] = problems(person(**change))
    assert found == words or (words is None and found.startswith("没有“领导”这个角色，可写：项目单位经办、填报、"))


def test_a_row_shows_all_its_problems_at_once(cast):
    found = problems(person(name="", username="", phone="x", unit="", role=""))
    assert found == [["缺姓名、账号、单位、角色。", "电话写成 11 位手机号，或 0371-22003050 这样的座机号。"]]


def test_one_account_twice_in_a_file_is_a_problem_of_both_rows(cast):
    assert problems(person(), person(name="李五")) == [["这个文件里账号重复，每人只写一行。"]] * 2


def test_a_unit_is_found_by_short_name_and_alias(cast):
    rows = check_people([person(unit=unit) for unit in ("区财政局", "环保分局", "北郊乡")])
    assert [row.organisation.code for row in rows] == ["CZJ", "HBJ", "410202201"]


def test_a_unit_is_found_as_ledgers_write_it(cast):
    rows = check_people([person(unit=unit) for unit in ("住建局", "商务局", "龙亭区北郊乡政府")])
    assert [row.organisation.code for row in rows] == ["ZJJ", "SWJ", "410202201"]


def test_a_name_that_fits_two_units_asks_for_the_full_name(cast):
    Organisation.objects.filter(code="SWJ").update(aliases=["区财政局"])
    assert problems(person()) == [["“区财政局”对应几个单位：区财政局、区商务局。请写全称。"]]


def test_a_closed_unit_is_not_found(cast):
    Organisation.objects.filter(code="CZJ").update(is_active=False)
    assert problems(person())[0][0].startswith("没有启用的单位叫“区财政局”")


def bring_in(cast, *people):
    return import_users(list(people), starts=date(2026, 11, 1), now=NOW, actor=cast.admin)


def test_confirmed_people_get_account_post_and_temporary_password(cast):
    [issued] = bring_in(cast, person(title="科员"))
    found = User.objects.get(username="li.si")
    assert found.check_password(issued.password)
    assert found.temporary_until == NOW + timedelta(hours=72)
    assert (found.posts.get().title, found.posts.get().starts) == ("科员", date(2026, 11, 1))


def test_each_account_of_an_import_is_recorded_with_its_row(cast):
    bring_in(cast, person())
    events = list(AuditEvent.objects.order_by("seq").values_list("summary", "reason"))
    assert events == [
        ("为李四建立账号 li.si", ""),
        ("任命李四为区财政局填报，自2026年11月1日起", "人员名册导入：名册第2行"),
    ]


def test_if_one_row_is_no_longer_good_nobody_is_written(cast):
    with pytest.raises(Conflict, match="预览之后情况有了变化"):
        bring_in(cast, person(), person(username="beijiao"))
    assert not User.objects.filter(username="li.si").exists()


def test_rows_survive_the_way_through_the_form():
    assert people_from([person().plain()]) == [person()]


def test_rows_of_another_version_are_refused():
    with pytest.raises(TypeError, match="not the rows of this version"):
        people_from([{"name": "李四"}])
