"""The office's verification record as a form, and the filters of its desk."""

from typing import Any

from django import forms

from approvals.checklist import VERIFICATION, Item, problems
from approvals.enums import Answer, Conclusion
from approvals.models import Verification
from projects.forms.act import FactsForm
from projects.forms.inputs import choice_input, day_input, long_input, text_input

_STALE = "这张表单已经失效。请重新打开核实页再填。"


class VerificationForm(FactsForm):
    """Every question with its answer and a note, the visit, the findings and the conclusion; may be kept unfinished."""

    version = forms.IntegerField(
        widget=forms.HiddenInput, min_value=0, max_value=10**9,
        error_messages=dict.fromkeys(("required", "invalid", "min_value", "max_value"), _STALE),
    )  # fmt: skip
    visited_on = day_input("现场核实日期", help_text="没有到现场的留空。")
    visitors = text_input("核实人员", 120)
    findings = long_input("核实情况", rows=4, help_text="看到的、核到的事实；与申报不一致的逐条写明。")
    conclusion = choice_input(
        "核实结论", Conclusion.choices(), empty="还没有核完", help_text="下了结论，才能列入草案。"
    )

    def __init__(self, *args, record: Verification | None = None, **kwargs):
        super().__init__(*args, **kwargs)
        for item in VERIFICATION:
            self.fields |= _fields(item)
        self.initial = known(record) | self.initial

    @property
    def questions(self) -> list[dict]:
        """The checklist for the page: the question, what to look at, its two inputs."""
        return [
            {"question": item.question, "hint": item.hint, "answer": self[_answer(item)], "note": self[_note(item)]}
            for item in VERIFICATION
        ]

    @property
    def values(self) -> dict[str, Any]:
        """What the service takes."""
        data = self.cleaned_data
        names = ("visited_on", "visitors", "findings", "conclusion")
        return {name: data[name] for name in names} | {"answers": self.answers}

    @property
    def answers(self) -> dict[str, dict[str, str]]:
        """Item → its answer and note; items without either are left out."""
        data = self.cleaned_data
        given = {item.key: {"answer": data[_answer(item)], "note": data[_note(item)]} for item in VERIFICATION}
        return {key: value for key, value in given.items() if any(value.values())}

    def refuse(self, field: str | None, words) -> None:
        """What is wrong with the answers stands at each answer."""
        super().refuse(field, words)
        if "answers" in getattr(words, "error_dict", {}):
            for key, sentence in problems(VERIFICATION, self.answers).items():
                self.add_error(f"answer_{key}", sentence)


def known(record: Verification | None) -> dict[str, Any]:
    """The record as the form shows it; `version` 0 while there is none."""
    if record is None:
        return {"version": 0}
    values: dict[str, Any] = {}
    for item in VERIFICATION:
        given = record.answers.get(item.key) or {}
        values |= {_answer(item): given.get("answer", ""), _note(item): given.get("note", "")}
    names = ("visited_on", "visitors", "findings", "conclusion", "version")
    return values | {name: getattr(record, name) for name in names}


def _fields(item: Item) -> dict[str, forms.Field]:
    answers = [choice for choice in Answer.choices() if item.may_be_unused or choice[0] != Answer.UNUSED]
    fields = {
        _answer(item): choice_input(item.question, answers, empty="未核"),
        _note(item): text_input(f"{item.question}的说明", 300),
    }
    for name, field in fields.items():  # in a row of a table there is no label beside the input
        field.widget.attrs |= {"aria-label": field.label} | ({"placeholder": "说明"} if name == _note(item) else {})
    return fields


def _answer(item: Item) -> str:
    return f"answer_{item.key}"


def _note(item: Item) -> str:
    return f"note_{item.key}"
