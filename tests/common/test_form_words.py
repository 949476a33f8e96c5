"""Forms speak our words, also where a form names none."""

import pytest
from django import forms

from longting.common.form_words import STALE, put_words

ONE = [("a", "甲")]


def said(field: forms.Field, value) -> list[str]:
    """What the field says of `value`."""
    put_words([field])
    with pytest.raises(forms.ValidationError) as refused:
        field.clean(value)
    return refused.value.messages


@pytest.mark.parametrize(
    ("field", "value", "words"),
    [
        (forms.CharField(label="备注"), "", "请填写备注。"),
        (forms.CharField(label="备注", max_length=3), "一二三四", "备注最多 3 个字，现在 4 个字。请缩短。"),
        (forms.CharField(label="备注", min_length=3), "一", "备注至少 3 个字。"),
        (forms.CharField(label="备注"), "一\0二", "备注里有看不见的控制字符。请删去后重新填写。"),
        (forms.CharField(), "", "请填写这一项。"),
        (forms.ChoiceField(label="阶段", choices=ONE), "zzz", "阶段所选的不在可选范围里。请从列表中选择。"),
        (forms.IntegerField(label="排序"), "x", "排序请填写数字。"),
        (forms.IntegerField(label="排序", max_value=9), "10", "排序不能大于 9。"),
        (forms.DateField(label="日期"), "x", "日期看不懂。请核对后重新填写。"),
        (forms.IntegerField(widget=forms.HiddenInput), "x", STALE),
        (forms.IntegerField(widget=forms.HiddenInput), "", STALE),
    ],
)
def test_a_field_without_words_of_its_own_speaks_ours(field, value, words):
    assert said(field, value) == [words]


def test_a_field_with_words_of_its_own_keeps_them():
    own = {"required": "请填姓名。", "max_length": "太长。"}
    assert said(forms.CharField(label="姓名", max_length=1, error_messages=own), "") == ["请填姓名。"]
    assert said(forms.CharField(label="姓名", max_length=1, error_messages=own), "二三") == ["太长。"]


def test_the_empty_choice_is_named():
    field = forms.ChoiceField(choices=[("", "---------"), *ONE])
    put_words([field])
    assert field.choices == [("", "未填写"), *ONE]


def test_an_empty_choice_with_a_name_keeps_it():
    field = forms.ChoiceField(choices=[("", "请选择"), *ONE])
    put_words([field])
    assert field.choices == [("", "请选择"), *ONE]
