"""What the fields of a form say when something is wrong with them, where the form names no words of its own.

Django's own sentences are translated word by word ("选择一个有效的选项。 zzz 不在可用的选项中。") and say neither which
field it is nor what to do.
"""

from collections.abc import Iterable

from django import forms

EMPTY = "未填写"
_DASHES = "---------"
STALE = "这张页面已经失效，没有办成。请刷新页面后再办。"
_WORDS = {
    "required": "请填写{label}。",
    "invalid": "{label}看不懂。请核对后重新填写。",
    "invalid_choice": "{label}所选的不在可选范围里。请从列表中选择。",
    "max_length": "{label}最多 %(limit_value)s 个字，现在 %(show_value)s 个字。请缩短。",
    "min_length": "{label}至少 %(limit_value)s 个字。",
    "max_value": "{label}不能大于 %(limit_value)s。",
    "min_value": "{label}不能小于 %(limit_value)s。",
    "null_characters_not_allowed": "{label}里有看不见的控制字符。请删去后重新填写。",
}
_NUMBER = "{label}请填写数字。"
_CHOICE = {"required": "请选择{label}。"}
_FILE = {"max_length": "文件名最多 %(max)s 个字。请改短文件名。", "empty": "这个文件是空的。请核对后重新选择。"}


def put_words(fields: Iterable[forms.Field]) -> None:
    """Give each field our words where it has none of its own. Hidden inputs are no matter of the person: they say that
    the page is stale."""
    for field in fields:
        for code, words in _words_of(field).items():
            if field.error_messages.get(code) == _of_django(field, code):
                field.error_messages[code] = words
        _name_empty_choice(field)


def _words_of(field: forms.Field) -> dict[str, str]:
    if isinstance(field.widget, forms.HiddenInput):
        return dict.fromkeys(_WORDS, STALE)
    words = _WORDS | ({"invalid": _NUMBER} if isinstance(field, forms.IntegerField) else {})
    words |= _FILE if isinstance(field, forms.FileField) else {}
    words |= _CHOICE if isinstance(field, forms.ChoiceField | forms.ModelChoiceField) else {}
    return {code: text.format(label=field.label or "这一项") for code, text in words.items()}


def _of_django(field: forms.Field, code: str) -> object:
    """Its sentence for `code`; None where the sentence comes from a validator."""
    for kind in type(field).__mro__:
        found = vars(kind).get("default_error_messages", {})
        if code in found:
            return found[code] if kind.__module__.startswith("django.") else object()
    return None


def _name_empty_choice(field: forms.Field) -> None:
    if isinstance(field, forms.ModelChoiceField):
        if field.empty_label == _DASHES:
            field.empty_label = EMPTY
    elif isinstance(field, forms.ChoiceField):
        field.choices = [("", EMPTY) if one == ("", _DASHES) else one for one in field.choices]
