"""Shape of what is sent with attachments."""

from django import forms
from django.utils.http import url_has_allowed_host_and_scheme

from longting.common.refusals import origin


class UploadForm(forms.Form):
    """One file for one slot."""

    file = forms.FileField(label="文件", error_messages={"required": "请先选择文件。"}, allow_empty_file=True)
    note = forms.CharField(label="说明", max_length=200, required=False)

    @property
    def first_error(self) -> str:
        """One sentence for the page the file was sent from."""
        return next(iter(self.errors.values()))[0]


class RemoveForm(forms.Form):
    """Why a file is removed. `back_url` is the page of this site the removal was asked from."""

    reason = forms.CharField(
        label="移除理由",
        min_length=4,
        max_length=200,
        widget=forms.Textarea(attrs={"rows": 2}),
        help_text="写进审计记录，至少 4 个字。",
        error_messages={"required": "请写明移除的理由，至少 4 个字。", "min_length": "请写明移除的理由，至少 4 个字。"},
    )

    def __init__(self, request):
        super().__init__(request.POST if "reason" in request.POST else None)
        back = request.POST.get("back", "")
        own = url_has_allowed_host_and_scheme(back, {request.get_host()}, require_https=request.is_secure())
        self.back_url = back if own else origin(request)
