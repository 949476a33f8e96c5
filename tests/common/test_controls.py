"""How a form field is dressed for our pages."""

import pytest
from django import forms

from longting.common import controls


class Form(forms.Form):
    name = forms.CharField(label="项目名称", help_text="与备案证一致")
    total = forms.CharField(
        label="总投资", widget=forms.TextInput(attrs={"class": "form-control n", "inputmode": "decimal"})
    )
    count = forms.IntegerField(label="户数", required=False)
    unit = forms.ChoiceField(label="责任单位", choices=[("", "---------"), ("1", "北郊乡")], required=False)
    words = forms.CharField(label="建设内容", widget=forms.Textarea, required=False)
    gov = forms.BooleanField(label="政府投资", required=False)
    limb = forms.ChoiceField(label="情形", choices=[("1", "一")], widget=forms.RadioSelect, required=False)
    start = forms.DateField(label="开工日期", required=False, widget=forms.DateInput(attrs={"data-unit": "起"}))


@pytest.mark.parametrize(
    ("field", "classes"),
    [
        ("name", "form-control bad"),
        ("total", "form-control n bad"),
        ("count", "form-control n"),
        ("unit", "form-select"),
        ("words", "form-control"),
        ("gov", "form-check-input"),
    ],
)
def test_a_control_has_the_classes_of_its_kind_and_of_its_error(field, classes):
    assert f'class="{classes}"' in controls.control(Form({})[field])


def test_a_box_among_the_filters_says_its_name_and_has_no_hint():
    html = controls.filter_control(Form()["gov"])
    assert ('aria-label="政府投资"' in html, "placeholder" in html) == (True, False)


def test_a_filter_names_itself_in_its_first_choice():
    html = controls.filter_control(Form()["unit"])

    assert '<option value="" selected>责任单位：全部</option>' in html
    assert 'aria-label="责任单位"' in html


def test_a_text_filter_names_itself_in_its_hint():
    assert 'placeholder="与备案证一致"' in controls.filter_control(Form()["name"])


def test_a_measure_is_short_and_keeps_its_visible_label():
    html = controls.filter_control(Form()["total"])

    assert 'class="form-control n s"' in html
    assert "aria-label" not in html


def test_fields_say_how_they_want_to_be_laid_out():
    form = Form()

    assert [name for name in form.fields if controls.is_check(form[name])] == ["gov"]
    assert [name for name in form.fields if controls.is_long(form[name])] == ["words", "limb"]
    assert [name for name in form.fields if controls.is_measure(form[name])] == ["total", "count", "start"]


def test_the_unit_comes_from_the_field_or_from_its_widget():
    form = Form()
    form.fields["total"].unit = "万元"

    assert [controls.unit(form[name]) for name in ("total", "start", "name")] == ["万元", "起", ""]
