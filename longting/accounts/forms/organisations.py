"""Forms of the administrator's pages about organisations."""

from django import forms

from longting.accounts.enums import OrganisationKind
from longting.accounts.forms.act import ActForm, ReasonField
from longting.accounts.forms.people import required
from longting.accounts.models import Organisation
from longting.common.codes import check_uscc
from longting.common.text import tidy


class OrganisationForm(ActForm):
    """A new organisation."""

    code = forms.CharField(
        label="代码", max_length=20, help_text="乡镇街道用统计区划代码。", error_messages=required("请填代码。")
    )
    name = forms.CharField(label="全称", max_length=80, error_messages=required("请填全称。"))
    short = forms.CharField(
        label="简称", max_length=40, help_text="表格里显示。", error_messages=required("请填简称。")
    )
    kind = forms.ChoiceField(
        label="类别", choices=[("", "请选择"), *OrganisationKind.choices()], error_messages=required("请选择类别。")
    )
    parent = forms.ModelChoiceField(Organisation.objects.none(), label="上级单位", required=False, empty_label="无")
    order = forms.IntegerField(label="排序", min_value=0, max_value=99999, initial=1000, help_text="数字小的在前。")
    uscc = forms.CharField(label="统一社会信用代码", max_length=18, required=False)
    aliases = forms.CharField(
        label="别名",
        required=False,
        max_length=1000,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text="台账里出现过的其他叫法，一行一个。一个别名只能属于一个单位。",
    )

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["parent"].queryset = Organisation.objects.exclude(kind=OrganisationKind.COMPANY)

    def clean_name(self):
        return tidy(self.cleaned_data["name"])

    def clean_short(self):
        return tidy(self.cleaned_data["short"])

    def clean_uscc(self):
        checked = check_uscc(self.cleaned_data["uscc"])
        if not checked.ok:
            raise forms.ValidationError(checked.message)
        return checked.code

    def clean_aliases(self):
        lines = (tidy(line) for line in self.cleaned_data["aliases"].splitlines())
        return list(dict.fromkeys(line for line in lines if line))

    @property
    def values(self) -> dict:
        """What the service takes."""
        return {name: value for name, value in self.cleaned_data.items() if name not in ("version", "reason")}


class OrganisationEditForm(OrganisationForm):
    """An existing organisation: with its version and the reason."""

    version = forms.IntegerField(widget=forms.HiddenInput)
    reason = ReasonField()
