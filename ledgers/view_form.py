"""The form of a saved view."""

from django import forms

from longting.accounts.forms.act import ActForm
from longting.common.text import tidy

NAME = "请给视图起个名称，例如“北郊乡在建”。"


class ViewForm(ActForm):
    """A name, and whether colleagues see the view. Without a `unit` to share with there is no such box."""

    label = forms.CharField(
        label="视图名称", max_length=30, help_text="最多 30 个字，显示在列表上方。", error_messages={"required": NAME}
    )
    share = forms.BooleanField(required=False, help_text="同事看到的仍是各自可见范围内的项目。")

    def __init__(self, *args, unit=None, **kwargs):
        super().__init__(*args, **kwargs)
        if unit is None:
            del self.fields["share"]
        else:
            self.fields["share"].label = f"共享给{unit.short}的同事"

    def clean_label(self):
        label = tidy(self.cleaned_data["label"])
        if not label:
            raise forms.ValidationError(NAME)
        return label

    def check_conditions(self, readable: bool) -> None:
        """A list whose conditions cannot be read shows nothing, and so would its view."""
        if self.is_bound and not readable:
            self.refuse(None, "列表的条件有误。请返回列表改正后再存。")

    @property
    def values(self) -> dict:
        """What the service takes."""
        return {"label": self.cleaned_data["label"], "share": self.cleaned_data.get("share", False)}
