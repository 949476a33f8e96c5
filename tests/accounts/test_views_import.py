import io

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from openpyxl import Workbook, load_workbook

from longting.accounts.forms.people import ConfirmForm
from longting.accounts.intake import LABELS, Person
from longting.accounts.models import User
from longting.common import clock
from tests.factories import client_of

IMPORT, COMMIT, TEMPLATE = "/account/users/import/", "/account/users/import/commit/", "/account/users/import/template/"
LI = ["李四", "li.si", "13800138000", "区财政局", "填报", "科员"]


@pytest.fixture
def admin(cast):
    return client_of(cast.admin)


def upload(client, *rows, name="名册.xlsx", data=None):
    if data is None:
        book = Workbook()
        for row in (list(LABELS.values()), *rows):
            book.active.append(row)
        out = io.BytesIO()
        book.save(out)
        data = out.getvalue()
    return client.post(IMPORT, {"file": SimpleUploadedFile(name, data), "starts": "2026-11-01"})


def confirm(client, answer):
    form = answer.context["form"]
    return client.post(COMMIT, {"people": form["people"].value(), "starts": form["starts"].value()})


def test_the_template_has_the_columns_and_a_choice_of_roles(admin):
    answer = admin.get(TEMPLATE)
    sheet = load_workbook(io.BytesIO(answer.getvalue())).worksheets[0]
    assert [cell.value for cell in sheet[1]] == ["姓名", "账号", "手机", "单位", "角色", "职务"]
    assert len(sheet.data_validations.dataValidation) == 1


def test_the_filled_template_is_read(admin):
    answer = admin.get(TEMPLATE)
    book = load_workbook(io.BytesIO(answer.getvalue()))
    for column, value in enumerate(LI, start=1):
        book.worksheets[0].cell(2, column).value = value
    out = io.BytesIO()
    book.save(out)
    context = upload(admin, data=out.getvalue()).context
    assert (context["good"], context["bad"]) == (1, 0)


def test_the_preview_shows_each_row_with_all_its_problems_and_writes_nothing(admin):
    answer = upload(admin, LI, ["", "beijiao", "1", "财政厅", "填报", ""])
    verdicts = [row["cells"][-1] for row in answer.context["rows"]]
    assert verdicts[0]["text"] == "可以导入"
    assert verdicts[1]["more"]["message"].count("。") >= 4
    assert (answer.context["good"], answer.context["bad"]) == (1, 1)
    assert not User.objects.filter(username="li.si").exists()


def test_the_confirmed_rows_become_accounts_with_passwords_shown_once(admin):
    answer = confirm(admin, upload(admin, LI, ["", "x", "", "", "", ""]))
    [issued] = answer.context["issued"]
    assert (issued.user.username, issued.user.posts.get().title) == ("li.si", "科员")
    assert User.objects.get(username="li.si").check_password(issued.password)


def test_a_second_confirmation_writes_nobody_again(admin):
    preview = upload(admin, LI)
    confirm(admin, preview)
    answer = confirm(admin, preview)
    assert answer.status_code == 409
    assert answer.context["errors"] == ["预览之后情况有了变化，没有写入。请重新上传，核对后再导入。"]
    assert User.objects.filter(username="li.si").count() == 1


def test_without_a_good_row_there_is_nothing_to_confirm(admin):
    assert upload(admin, ["", "x", "", "", "", ""]).context["form"] is None


@pytest.mark.parametrize(
    ("name", "data"), [("名册.xlsx", b"PK\x03\x04broken"), ("名册.txt", b"hello"), ("名册.xlsx", b"")]
)
def test_a_file_that_is_no_workbook_is_explained_beside_the_field(admin, name, data):
    answer = upload(admin, name=name, data=data)
    assert (answer.status_code, list(answer.context["form"].errors)) == (422, ["file"])


def test_a_workbook_of_something_else_is_explained(admin):
    out = io.BytesIO()
    Workbook().save(out)
    answer = upload(admin, data=out.getvalue())
    assert answer.status_code == 422
    assert answer.context["form"].non_field_errors()[0].startswith("没有找到表头")


def test_formula_text_in_a_name_stays_text(admin):
    answer = confirm(admin, upload(admin, ["<script>alert(1)</script>", "li.si", "", "区财政局", "填报", ""]))
    assert "&lt;script&gt;alert(1)&lt;/script&gt;" in answer.content.decode()


def test_rows_that_were_not_previewed_here_are_refused(admin):
    answer = admin.post(COMMIT, {"people": "forged", "starts": "2026-11-01"})
    assert (answer.status_code, answer.context["errors"]) == (422, ["预览已过期。请重新上传，核对后再导入。"])


def test_a_preview_is_good_for_an_hour(admin, cast, time_machine_now):
    form = ConfirmForm.offer([Person("名册", 2, "李四", "li.si", "", "区财政局", "填报", "")], clock.today())
    time_machine_now.shift(3601)
    data = {"people": form["people"].value(), "starts": form["starts"].value()}
    answer = client_of(cast.admin).post(COMMIT, data)
    assert answer.context["errors"] == ["预览已过期。请重新上传，核对后再导入。"]
