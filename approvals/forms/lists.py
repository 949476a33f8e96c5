"""Forms of stage four: an act on the list as a whole, the issue, one entry's decision, what was resolved."""

from datetime import date

from django import forms

from approvals.enums import ListAction
from projects.enums import EntryDecision
from projects.forms.act import FactsForm
from projects.forms.inputs import DAY_WORDS, day_input, long_input, text_input

NUMBER_HINT = "照文件上的写法，如 龙项目办〔2027〕1号。"
DECISIONS = (EntryDecision.KEPT, EntryDecision.STRUCK, EntryDecision.RETURNED)


class VersionForm(FactsForm):
    """An act that needs nothing but the version of the row that was on the page."""

    version = forms.IntegerField(widget=forms.HiddenInput)


class CommentForm(VersionForm):
    """An act on the whole list with the words said about it."""

    comment = long_input("意见", longest=1000, help_text="可以不填，写入办理记录。")


class ListReasonForm(VersionForm):
    """A step backwards: why."""

    comment = long_input("理由", longest=1000, help_text="必填，区项目办会看到，写入办理记录。")


class IssueForm(VersionForm):
    """印发: under which number, on which day."""

    number = text_input("印发文号", 40, help_text=NUMBER_HINT)
    issued_on = day_input("印发日期")


class ResolutionForm(VersionForm):
    """What the committee or the district decided: number, day, words."""

    number = text_input("文号或会议纪要号", 40, help_text="没有编号的会议可以不填。")
    decided_on = forms.DateField(
        label="日期",
        widget=forms.DateInput(format="%Y-%m-%d", attrs={"type": "date"}),
        error_messages=DAY_WORDS | {"required": "请填写会议或批准的日期。"},
    )
    note = long_input("决定内容", help_text="照会议纪要或批文的原话摘录。")


class ApprovalForm(ResolutionForm):
    """The district's approval always has a number."""

    number = text_input("批准文号或会议纪要号", 40, help_text="必填，每个文号只能登记一次。")


class EntryForm(VersionForm):
    """The committee's word on one entry; the service asks for the reason where one is needed."""

    decision = forms.TypedChoiceField(
        label="决定",
        choices=[(decision.value, decision.label) for decision in DECISIONS],
        coerce=EntryDecision,
        widget=forms.RadioSelect,
        error_messages={"required": "请选择一项决定。", "invalid_choice": "没有这一项决定。请从列出的三项中选择。"},
    )
    note = long_input("理由", longest=1000, help_text="剔除、退回必填，申报单位会看到。")


def form_of(action: ListAction) -> type[VersionForm]:
    """The form of an act on the list."""
    if action in (ListAction.RETURN, ListAction.REOPEN):
        return ListReasonForm
    return IssueForm if action is ListAction.ISSUE else CommentForm


def today_as_initial(action: ListAction, today: date) -> dict:
    """What the form of an act already knows."""
    return {"issued_on": today} if action is ListAction.ISSUE else {}
