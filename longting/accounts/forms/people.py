"""Forms of the administrator's pages about people."""

from django import forms
from django.core import signing

from longting.accounts.forms.act import ActForm, ReasonField, ReasonForm
from longting.accounts.intake import Person, people_from
from longting.accounts.models import Organisation, Post, User
from longting.accounts.roles import Role
from longting.accounts.validators import clean_phone, clean_username, phone_problem, username_problem

_SALT = "longting.user-import"
_PREVIEW_LASTS = 3600
DAY = {"type": "date"}


def day_field(label: str, **kwargs) -> forms.DateField:
    """A day, typed or picked; Chinese words when it is none."""
    words = {"invalid": "日期写成 2026-11-02 这样。", "required": f"请填{label}。"}
    return forms.DateField(
        label=label, widget=forms.DateInput(format="%Y-%m-%d", attrs=DAY), error_messages=words, **kwargs
    )


def required(words: str) -> dict:
    """Error words of a required field."""
    return {"required": words, "invalid_choice": words}


class PersonForm(ActForm):
    """Name and telephone of a person."""

    name = forms.CharField(label="姓名", max_length=30, error_messages=required("请填姓名。"))
    phone = forms.CharField(label="手机", max_length=20, required=False, help_text="只用于联系，不对外显示。")

    def clean_phone(self):
        phone = clean_phone(self.cleaned_data["phone"])
        if problem := phone_problem(phone):
            raise forms.ValidationError(problem)
        return phone


class UserCreateForm(PersonForm):
    """A new account."""

    username = forms.CharField(
        label="账号", max_length=40, help_text="登录用，建立后不能改。", error_messages=required("请填账号。")
    )
    field_order = ["username", "name", "phone"]

    def clean_username(self):
        username = clean_username(self.cleaned_data["username"])
        if problem := username_problem(username):
            raise forms.ValidationError(problem)
        return username


class UserEditForm(PersonForm):
    """An existing account: with its version and the reason."""

    version = forms.IntegerField(widget=forms.HiddenInput)
    reason = ReasonField()
    field_order = ["name", "phone", "reason", "version"]


class ResetForm(ReasonForm):
    """A new temporary password."""

    drop_factor = forms.BooleanField(label="同时解除第二因素（手机遗失时）", required=False)


class PostForm(ActForm):
    """A new post."""

    organisation = forms.ModelChoiceField(
        Organisation.objects.none(), label="单位", empty_label="请选择", error_messages=required("请选择单位。")
    )
    role = forms.ChoiceField(
        label="角色", choices=[("", "请选择"), *Role.choices()], error_messages=required("请选择角色。")
    )
    title = forms.CharField(label="职务", max_length=60, required=False)
    starts = day_field("到任日期")
    ends = day_field("离任日期", required=False, help_text="不定期的留空。")
    reason = ReasonField()

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["organisation"].queryset = Organisation.objects.active()

    def clean_role(self):
        return Role(self.cleaned_data["role"])


class PostEndForm(ActForm):
    """The last day of a post."""

    ends = day_field("离任日期", help_text="在任的最后一天。")
    reason = ReasonField()


class PersonField(forms.ModelChoiceField):
    """A person to be chosen, with the account beside the name: two people may share a name."""

    def label_from_instance(self, person):
        return f"{person.name}（{person.username}）"


class LeaverForm(forms.Form):
    """Whose hand-over it is: the first question of the hand-over page, in its address."""

    leaver = PersonField(
        User.objects.all(), empty_label="请选择", label="交出人", error_messages=required("请选择交出人。")
    )


class HandoverForm(ActForm):
    """Posts of one person that another takes over."""

    taker = PersonField(
        User.objects.none(), empty_label="请选择", label="接手人", error_messages=required("请选择接手人。")
    )
    posts = forms.ModelMultipleChoiceField(
        Post.objects.none(),
        label="交接的任职",
        widget=forms.CheckboxSelectMultiple,
        error_messages=required("请勾选要交接的任职。"),
    )
    day = day_field("交接日期", help_text="接手人到任的第一天；交出人的最后一天是它的前一天。")
    reason = ReasonField()

    def __init__(self, *args, leaver: User, today, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["taker"].queryset = User.objects.active().exclude(pk=leaver.pk)
        held = Post.objects.in_force(today).filter(user=leaver).select_related("organisation")
        self.fields["posts"].queryset = held
        if not self.is_bound:
            self.initial.setdefault("posts", [post.pk for post in held])


class UploadForm(ActForm):
    """A workbook of people."""

    file = forms.FileField(
        label="人员名册", help_text="按模板填好的工作簿（.xlsx）。", error_messages=required("请选择文件。")
    )
    starts = day_field("到任日期", help_text="名册里所有人的到任日期。")


class ConfirmForm(ActForm):
    """The good rows of a previewed workbook, signed so that what is written is what was seen."""

    people = forms.CharField(widget=forms.HiddenInput)
    starts = forms.DateField(widget=forms.HiddenInput)

    @classmethod
    def offer(cls, people: list[Person], starts) -> "ConfirmForm":
        """The form to be confirmed."""
        rows = signing.dumps([person.plain() for person in people], salt=_SALT, compress=True)
        return cls(initial={"people": rows, "starts": starts.isoformat()})

    def clean_people(self):
        try:
            rows = signing.loads(self.cleaned_data["people"], salt=_SALT, max_age=_PREVIEW_LASTS)
            return people_from(rows)
        except (signing.BadSignature, TypeError) as error:
            raise forms.ValidationError("预览已过期。请重新上传，核对后再导入。") from error
