"""What people send to an import: the workbook, their choices at single cells, what they say of its columns."""

import re
from collections.abc import Mapping
from typing import Any

from django import forms
from django.conf import settings

from ledgers.kinds import LEDGERS
from ledgers.models import ImportBatch
from ledgers.services.imports.meanings import meaning_now
from longting.accounts.forms.act import ActForm
from longting.common.text import tidy

ACCEPTED = ".xlsx,.xls,.et,.ods"
MEGABYTE = 1024 * 1024
#: A select (d) or a typed text (t) at one cell: `d-<pk of the row>-<key of the field>`.
_AT_CELL = re.compile(r"([dt])-([0-9]{1,15})-([a-z][a-z_]{0,39})")
_LONGEST = 300
_YEAR = "请填写四位年份，如 2026；不填则按标题识别。"
_UNSAVED = "有选择还没有保存，没有写入。请先按“保存选择并重新检查”，看过新的结果再导入。"


def _year_field(**kwargs: Any) -> forms.IntegerField:
    errors = dict.fromkeys(("invalid", "min_value", "max_value", "required"), _YEAR)
    return forms.IntegerField(label="年度", min_value=2000, max_value=2100, error_messages=errors, **kwargs)


class UploadForm(ActForm):
    """A workbook and what it is. Whether it can be read is decided later, by its content and not by its name."""

    kind = forms.ChoiceField(label="种类", choices=[(kind.key, kind.label) for kind in LEDGERS.values()])
    year = _year_field(required=False, help_text="不填则按标题识别。")
    file = forms.FileField(
        label="工作簿",
        max_length=200,
        allow_empty_file=True,
        widget=forms.FileInput(attrs={"accept": ACCEPTED}),
        error_messages={
            "required": "请选择要导入的工作簿。",
            "max_length": "文件名超过 200 个字。请改短文件名，再上传。",
        },
    )

    def clean_file(self):
        file, limit = self.cleaned_data["file"], settings.MAX_UPLOAD_BYTES
        if file.size > limit:
            words = f"文件有 {file.size / MEGABYTE:,.1f} MB，最多 {limit // MEGABYTE} MB。"
            raise forms.ValidationError(f"{words}请删去图片和无关的工作表，再上传。")
        return file


class VersionForm(ActForm):
    """An act on the import as the page showed it."""

    version = forms.IntegerField(min_value=1, max_value=2**31 - 1, widget=forms.HiddenInput)


class CheckForm(VersionForm):
    """Check the workbook (anew), with the year of the list where its title does not tell."""

    year = _year_field(required=False)


class ResolveForm(VersionForm):
    """Choices at cells and columns, in cleaned_data as the service wants them: `decisions` and `mapping`.

    The inputs are those of one page of rows, so their names are read instead of declared; whether an answer was asked
    for, and by this import, is for the service to say.
    """

    show = forms.CharField(required=False, max_length=10)

    def __init__(self, *args: Any, batch: ImportBatch, **kwargs: Any):
        super().__init__(*args, **kwargs)
        self._batch = batch

    def clean(self) -> dict[str, Any]:
        """The choices, from the names and values of the inputs."""
        cleaned, sent = super().clean(), self.data.dict()
        return cleaned | {"decisions": _decisions(sent), "mapping": self._mapping(sent)}

    def refuse_unsaved(self) -> None:
        """What is written is what was checked: choices that were not checked yet come first."""
        self.refuse(None, _UNSAVED)

    def _mapping(self, sent: Mapping[str, str]) -> dict[str, tuple[str, str]]:
        """Columns said to be something else than now; a unit goes only with the field it stood beside."""
        changed = {}
        for index, column in enumerate(self._batch.layout):
            field = sent.get(f"m-{index}", column["field"])
            said = field, sent.get(f"u-{index}", "") if field == column["field"] else ""
            if f"m-{index}" in sent and said != meaning_now(column):
                changed[f"{column['sheet']}!{column['column']}"] = said
        return changed


def _decisions(sent: Mapping[str, str]) -> dict[int, dict[str, str]]:
    """Row → field → what was decided; a typed text counts when it is not empty, else what is chosen ("" = nothing)."""
    decisions: dict[int, dict[str, str]] = {}
    for name in sorted(sent):  # choices before typed texts
        found, text = _AT_CELL.fullmatch(name), tidy(sent[name])
        if found is None or (found[1] == "t" and not text):
            continue
        if found[1] == "t" and text.startswith("@"):
            raise forms.ValidationError(f"“{text[:20]}”不能以 @ 开头。请填写要改成的内容。")
        if len(text) > _LONGEST:
            raise forms.ValidationError(f"“{text[:20]}……”有 {len(text)} 个字，最多 {_LONGEST} 个字。请缩短。")
        decisions.setdefault(int(found[2]), {})[found[3]] = text
    return decisions
