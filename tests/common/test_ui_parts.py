"""The parts under templates/ui, the frame and the error pages, rendered with no more than they ask for."""

import re

import pytest
from django import forms
from django.contrib.messages import ERROR
from django.contrib.messages.storage.base import Message
from django.http import QueryDict
from django.template.loader import render_to_string
from django.utils.html import strip_tags

from longting.common.columns import Column, cells, heading_rows

TOKEN = "a-token-of-this-form"
ERRORS = ("400", "403", "404", "405", "409", "413", "500", "503", "csrf")
NOBODY = {"brand": "龙亭区重大项目管理", "demo": False, "is_authenticated": False, "nav": [], "warnings": []}
CLERK = NOBODY | {
    "is_authenticated": True,
    "nav": [{"label": "工作台", "url": "/", "current": True}, {"label": "月报", "url": "/reports/", "current": False}],
    "who": "北郊乡 · 经办人甲（填报）",
    "notice_count": 3,
    "notice_url": "/notices/",
    "account": "wu.jingban",
    "account_url": "/account/",
    "logout_url": "/account/logout/",
}


class Form(forms.Form):
    name = forms.CharField(label="项目名称", help_text="与备案证一致", error_messages={"required": "请填写项目名称。"})
    version = forms.CharField(widget=forms.HiddenInput, required=False)

    def clean(self):
        raise forms.ValidationError("起止年限对不上。请核对开工时间。")


def part(name: str, **context) -> str:
    return squeezed(render_to_string(f"ui/{name}.html", context))


def words(html: str) -> str:
    return squeezed(strip_tags(html))


def squeezed(text: str) -> str:
    """Line breaks and indents as one blank; the full-width blank is ours and stays."""
    return re.sub(r"[ \n]+", " ", text).strip()


@pytest.mark.parametrize("name", ERRORS)
def test_an_error_page_needs_no_context_and_says_what_to_do(name):
    html = render_to_string(f"{name}.html")

    assert "可以这样做：" in html
    assert html.count("<h1>") == 1
    assert "！" not in html


def test_the_page_of_a_lost_race_names_the_winner_and_the_change():
    changes = [{"label": "状态", "old": "待初审", "new": "初审通过"}]

    text = words(render_to_string("409.html", {"actor": "经办人乙", "changes": changes, "back_url": "/p/1/"}))

    assert "经办人乙已经处理了这件事" in text
    assert "状态待初审 初审通过" in text


def test_the_page_of_a_lost_race_repeats_what_the_service_said():
    text = words(render_to_string("409.html", {"message": "已被他人处理：该名单已印发。"}))

    assert "已被他人处理：该名单已印发。您的操作没有生效" in text


def test_the_frame_logs_out_by_post_and_marks_the_current_entry():
    html = render_to_string("base.html", {"frame": CLERK, "messages": [], "csrf_token": TOKEN})

    assert html.count('<form method="post" action="/account/logout/" data-sign-out>') == 1
    assert html.count('<form class="wide" method="post" action="/account/logout/" data-sign-out>') == 1
    assert html.count(f'value="{TOKEN}"') == 2
    assert html.count('<a href="/" aria-current="page">工作台</a>') == 2


def test_the_frame_of_a_stranger_has_no_menu():
    html = render_to_string("base.html", {"frame": NOBODY, "messages": [], "csrf_token": TOKEN})

    assert [name for name in ("lt-nav", "lt-menu", "退出", "试用模式") if name in html] == []


def test_the_frame_says_what_concerns_every_page():
    frame = NOBODY | {"demo": True, "warnings": ["系统里没有2027年的放假安排。"]}
    messages = [Message(ERROR, "没有保存：总投资小于年度计划。")]

    html = render_to_string("base.html", {"frame": frame, "messages": messages, "csrf_token": TOKEN})

    assert "试用模式" in html
    assert '<div class="lt-note" role="status">系统里没有2027年的放假安排。</div>' in html
    assert '<div class="lt-note r" role="alert">没有保存：总投资小于年度计划。</div>' in html


def test_a_field_joins_label_help_and_error_to_its_input():
    html = Form({})["name"].as_field_group()

    assert '<label for="id_name">项目名称' in html
    assert 'aria-describedby="id_name_helptext id_name_error"' in html
    assert '<span class="lt-msg s" id="id_name_helptext">与备案证一致</span>' in html
    assert '<span class="lt-msg" id="id_name_error">请填写项目名称。</span>' in html


def test_a_whole_form_lists_its_errors_with_a_way_to_each():
    html = str(Form({}))

    assert "<li>起止年限对不上。请核对开工时间。</li>" in html
    assert '<li><a href="#id_name">项目名称</a>：请填写项目名称。</li>' in html
    assert html.count('type="hidden"') == 1


def test_a_whole_form_without_errors_shows_no_note():
    assert "lt-note" not in str(Form())


def test_a_table_has_two_heading_rows_a_group_row_and_folds():
    columns = [
        Column("name", "项目名称", lambda r: r["name"], "link", sort="name", url=lambda r: "/p/"),
        Column("plan", "计划", lambda r: r["plan"], "number", "户", group="年度"),
        Column("done", "完成", lambda r: r["done"], "number", "(户)", group="年度"),
    ]
    rows = [
        {"group": "本周", "group_note": "1 件", "colspan": 3},
        {"cells": cells(columns, {"name": "甲", "plan": 3, "done": 1})},
    ]

    html = part("table", head=heading_rows(columns), rows=rows, fold=True, query=QueryDict("u=1"))

    assert '<a href="?u=1&amp;sort=name">项目名称</a>' in html
    assert '<th scope="col" class="c" colspan="2" rowspan="1">年度</th>' in html
    assert '<th scope="rowgroup" colspan="3">本周　<span class="lt-soft">1 件</span></th>' in html
    assert '<td class="t lt-nowrap" data-l="项目名称"><span><a href="/p/">甲</a></span></td>' in html
    assert 'data-l="计划(户)"' in html and 'data-l="完成(户)"' in html
    assert words(html) == "项目名称 年度 计划(户) 完成(户) 本周　1 件 甲31"


def test_a_table_for_choosing_gives_its_boxes_to_the_bulk_form():
    row = {"cells": [{"text": "甲"}], "pk": 7, "name": "甲项目", "picked": True}

    html = part("table", head=[[{"text": "项目"}]], rows=[row], pick="bulk")

    assert (
        '<tr class="sel"> <td><input class="form-check-input" type="checkbox" form="bulk" name="pick" value="7"'
        ' data-pick-one aria-label="选择甲项目" checked></td>'
    ) in html


def test_a_cell_with_a_problem_says_what_to_do_in_the_cell():
    item = {"text": "2026.13", "css": "bad", "more": {"message": "没有 13 月。写成“2026年12月”这样。"}}

    html = part("table", head=[[{"text": "起止"}]], rows=[{"cells": [item]}])

    assert (
        '<td class="bad"><span>2026.13 <span class="lt-msg">没有 13 月。写成“2026年12月”这样。</span> </span></td>'
        in html
    )


def test_a_blocked_act_is_shown_with_its_reason_and_cannot_be_pressed():
    html = part("act", act={"label": "列入草案", "primary": True, "blocked": "还有 2 个部门未反馈"})

    assert '<button class="btn btn-primary" type="button" disabled>列入草案</button>' in html
    assert "<small>还有 2 个部门未反馈</small>" in html


def test_the_column_menu_gets_without_a_token_and_posts_with_one():
    column = {"key": "plan", "label": "年度计划", "shown": True, "order": 2}

    got = part("columns_menu", columns=[column], action="/p/", hidden=[("q", "产业")])
    posted = part("columns_menu", columns=[column], action="/p/", csrf_token=TOKEN)

    assert '<form action="/p/" method="get"> <input type="hidden" name="q" value="产业">' in got
    assert (
        f'<form action="/p/" method="post"><input type="hidden" name="csrfmiddlewaretoken" value="{TOKEN}">' in posted
    )
    assert 'name="order_plan" value="2" aria-label="年度计划 的次序"' in got


def test_a_pager_counts_only_when_asked():
    html = part("pager", shown=50, noun="个项目", next_url="?after=50", count_url="?count=1")

    assert words(html) == "本页 50 个项目（不统计全部条数，需要时点 统计条数） 上一页 下一页"
    assert '<a class="btn btn-sm disabled" aria-disabled="true">上一页</a>' in html


def test_a_pager_shows_the_count_it_was_given():
    html = part("pager", shown=3, noun="个项目", order_words="按更新时间", count_words="1,000 个以上")

    assert words(html) == "本页 3 个项目，按更新时间　1,000 个以上 上一页 下一页"


def test_a_finished_job_ends_its_polling():
    job = {"words": "导入完成", "done": 46, "total": 46, "started_at": None, "refresh_url": "/jobs/1/"}

    assert "data-poll-stop data-poll-reload" in part("progress", finished=True, **job)
    assert "data-poll-stop" not in part("progress", **job)


def test_an_empty_attachment_slot_that_is_required_says_so():
    slots = [{"label": "备案证", "required": True, "files": []}, {"label": "其他", "files": []}]

    html = part("attachments", slots=slots, csrf_token=TOKEN)

    assert words(html) == "附件大小上传 备案证　还缺 其他"


def login_page(**context) -> str:
    frame = {"frame": NOBODY, "messages": [], "csrf_token": TOKEN}
    return render_to_string("registration/login.html", frame | {"form": Form(), "wait": 0} | context)


def test_the_page_of_signing_in_tells_whoever_must_wait_how_long_and_that_others_need_not():
    held = "每 30 秒只受理一次登录。请 12 秒后再试，密码正确就能登录；其他账号不受影响。"

    assert (login_page().count(held), login_page(wait=12).count(held)) == (0, 1)


def test_the_page_of_signing_in_lists_accounts_only_when_given():
    accounts = [("beijiao", "乡办·区直填报", "北郊乡")]

    assert "试用账号" not in login_page(demo_accounts=[])
    assert "<td>乡办·区直填报</td><td>北郊乡</td>" in login_page(
        demo_accounts=accounts, demo_password="Longting-demo-2026"
    )


@pytest.mark.parametrize("page", ["second_factor", "password_change"])
def test_a_page_of_signing_in_shows_the_form_and_its_faults(page):
    context = {
        "frame": CLERK,
        "messages": [],
        "csrf_token": TOKEN,
        "form": Form({}),
        "forced": True,
        "rules": ["至少 10 位"],
    }

    html = render_to_string(f"registration/{page}.html", context)

    assert "起止年限对不上。请核对开工时间。" in html
    assert '<span class="lt-msg" id="id_name_error">请填写项目名称。</span>' in html
