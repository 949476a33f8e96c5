"""The facts of a 主档 as they come in: cleaned, checked, each message at its field. Every way of writing uses this."""

from typing import Any

from django.core.exceptions import ValidationError
from django.db.models import Q

from longting.accounts.roles import Permission
from longting.audit.services import SYSTEM
from longting.common import areas, industries
from longting.common.codes import CodeCheck, check_project_code, check_uscc
from longting.common.money import MAX_WAN
from longting.common.pinyin import initials
from longting.common.text import name_key, tidy
from projects.models import Project, RuleSet
from projects.wording import FACTS, label_of

LONG_TEXTS = ("content", "basis", "progress", "limb_reason", "significance", "remark")
LONGEST = 2000
#: Only the project office says so (第三条、第十条): a unit cannot raise its own project.
OFFICE_FACTS = ("is_province", "is_city", "is_major")
#: Codes and how each is checked.
_CODES = {"project_code": check_project_code, "former_code": check_project_code, "uscc": check_uscc}
#: A doubt about 起止年限 is settled when either end is known.
_SETTLED_BY = {"period": ("start_month", "end_month")}
#: Columns whose value is not a typed fact: numbers and keys are made here, organisations come as rows.
_NOT_TYPED = [field.name for field in Project._meta.fields if field.name not in FACTS or field.is_relation]


def cleaned(values: dict[str, Any]) -> dict[str, Any]:
    """The given facts as they are stored: names tidied, codes in their printed form. Raises TypeError for a key that is
    no fact (a slip of the caller) and ValidationError, field by field, for codes that cannot be right."""
    if unknown := set(values) - set(FACTS) - {"pending"}:
        raise TypeError(f"not facts of a project: {sorted(unknown)}")
    if messages := wrong_codes(values):
        raise ValidationError(messages)
    clean = tidied(values)
    return clean | {key: found.code for key, found in _codes_of(clean).items()}


def wrong_codes(values: dict[str, Any]) -> dict[str, str]:
    """What is wrong with the codes among the given facts, by fact; a form says it beside its other messages."""
    return {key: found.message for key, found in _codes_of(tidied(values)).items() if not found.ok}


def _codes_of(clean: dict[str, Any]) -> dict[str, CodeCheck]:
    return {key: check(clean[key]) for key, check in _CODES.items() if clean.get(key)}


def tidied(values: dict[str, Any]) -> dict[str, Any]:
    """The given facts with their texts as they are stored; nothing is judged."""
    return {key: _text(key, value) if isinstance(value, str) else value for key, value in values.items()}


def _text(key: str, value: str) -> str:
    if key not in LONG_TEXTS:
        return tidy(value)
    return "\n".join(line for line in map(tidy, value.splitlines()) if line)


def settle(pending: dict[str, str], project: Project) -> dict[str, str]:
    """The doubts that remain: one disappears when its fact has a value."""
    return {key: words for key, words in pending.items() if not _known(project, key)}


def _known(project: Project, key: str) -> bool:
    return any(getattr(project, name, None) not in (None, "") for name in _SETTLED_BY.get(key, (key,)))


def set_keys(project: Project) -> None:
    """What searching, comparing and counting look at, made anew from the facts."""
    project.doubts = len(project.pending)
    project.name_key = name_key(project.name)
    project.name_tail = project.name_key[::-1]
    words = [project.name, project.number, project.project_code, project.project_code.replace("-", ""), project.uscc]
    words += [project.owner_name, initials(project.name), initials(project.owner_name)]
    project.search_text = " ".join(word for word in words if word).lower()[:600]


def check(project: Project, *, changed: set[str], actor, today) -> None:
    """Refuse what cannot be true or is not this person's to say. Raises ValidationError with all messages at once.

    The constraints of the table hold the same; here they speak at their field and cost no query each.
    """
    messages = _wrong_texts(project) | _wrong_amounts(project) | _wrong_times(project) | _wrong_places(project)
    messages |= _wrong_choices(project, changed, today) | _not_yours(project, changed, actor)
    if messages:
        raise ValidationError(messages)
    project.clean_fields(exclude=_NOT_TYPED)


def _wrong_texts(project: Project) -> dict[str, str]:
    wrong = {} if project.name else {"name": "请填写项目名称。"}
    for field in Project._meta.fields:
        value = getattr(project, field.attname)
        longest = LONGEST if field.name in LONG_TEXTS else field.max_length
        if field.name in FACTS and isinstance(value, str) and longest and len(value) > longest:
            wrong[field.name] = f"{label_of(field.name)}最多 {longest} 字，现在 {len(value)} 字。请缩短。"
    return wrong


def _wrong_amounts(project: Project) -> dict[str, str]:
    wrong = {}
    if project.total_investment is not None and not 0 <= project.total_investment <= MAX_WAN:
        wrong["total_investment"] = "总投资不能小于 0 或超过上限。请核对单位是不是万元。"
    if project.land_mu is not None and project.land_mu < 0:
        wrong["land_mu"] = "用地需求不能小于 0。"
    return wrong


def _wrong_times(project: Project) -> dict[str, str]:
    wrong = {}
    if project.start_month and project.end_month and project.end_month < project.start_month:
        wrong["end_month"] = f"建设终止早于起始的 {project.start_month.label}。请核对起止年月。"
    order = ("started_on", "completed_on", "in_production_on")
    known = [(key, getattr(project, key)) for key in order if getattr(project, key)]
    for (before, first), (after, then) in zip(known, known[1:], strict=False):
        if then < first:
            wrong[after] = f"{label_of(after)}早于{label_of(before)}。请核对两个日期。"
    return wrong


def _wrong_places(project: Project) -> dict[str, str]:
    wrong = {}
    if project.industry and not industries.label(project.industry):
        wrong["industry"] = f"行业代码“{project.industry}”不在国民经济行业分类中。请从列表中选择。"
    if project.town and project.town not in {town.code for town in areas.towns()}:
        wrong["town"] = "所在乡办不在本区区划中。请从列表中选择。"
    elif project.village and project.village not in dict(areas.villages(project.town)):
        wrong["village"] = "所在村（社区）不属于所选乡办。请重新选择。"
    return wrong


def _wrong_choices(project: Project, changed: set[str], today) -> dict[str, str]:
    wrong = {}
    if "field" in changed and project.field:
        rule = RuleSet.objects.in_force(today)
        if rule and project.field not in rule.field_labels:
            known = "、".join(rule.field_labels)
            wrong["field"] = f"“{project.field}”不在规则 {rule.label} 的领域表里。请从{known}中选择。"
    if "project_code" in changed and project.project_code:
        same = Project.objects.filter(~Q(pk=project.pk), project_code=project.project_code)
        if same.exists():
            wrong["project_code"] = "这个项目代码已登记在另一个项目上。请核对代码，或到原项目上修改。"
    return wrong


def _not_yours(project: Project, changed: set[str], actor) -> dict[str, str]:
    """A unit writes about its own projects only; an applicant names the unit that is to screen it (第九条一); levels
    are the office's to say."""
    if actor is SYSTEM or actor.may(Permission.KEEP_LIST):
        return {}
    wrong = {key: f"“{label_of(key)}”由区项目办确定。" for key in OFFICE_FACTS if key in changed}
    is_unit = actor.may(Permission.FILE_PROJECT)
    if "responsible" in changed and is_unit and project.responsible_id not in actor.organisation_ids:
        wrong["responsible"] = "责任单位只能是本单位。其他单位的项目请由该单位或区项目办登记。"
    return wrong
