"""What changed inside a text."""

import pytest

from approvals.differing import parts_of


@pytest.mark.parametrize(
    ("before", "after", "expected"),
    [
        ("厂房 3 栋", "厂房 3 栋", [("厂房 3 栋", "")]),
        ("面积 6.2 万平方米", "面积 6.8 万平方米", [("面积 ", ""), ("6.2", "old"), ("6.8", "new"), (" 万平方米", "")]),
        ("标准厂房", "标准厂房及配套", [("标准厂房", ""), ("及配套", "new")]),
        ("标准厂房及配套", "标准厂房", [("标准厂房", ""), ("及配套", "old")]),
        ("正在办理用地手续", "已取得不动产权证", [("正在办理用地手续", "old"), ("已取得不动产权证", "new")]),
        ("", "新内容", [("新内容", "new")]),
        ("旧内容", "", [("旧内容", "old")]),
    ],
)
def test_the_pieces_that_went_and_came_are_marked(before, after, expected):
    assert [tuple(part) for part in parts_of(before, after)] == expected


def test_both_texts_can_be_read_from_the_pieces():
    before, after = "建设厂房 12,000.00 平方米，办公楼 1 栋。", "建设厂房 12,500.00 平方米，办公楼 2 栋及食堂。"
    parts = parts_of(before, after)
    assert "".join(part.text for part in parts if not part.is_new) == before
    assert "".join(part.text for part in parts if not part.is_old) == after
