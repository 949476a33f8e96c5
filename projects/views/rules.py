"""Versions of the rules: what judges now, what judged before, and a new one with its preview."""

from django.contrib import messages
from django.shortcuts import redirect, render

from longting.accounts.roles import Permission
from longting.common import clock
from longting.common.columns import cells, heading_rows
from projects.columns import MOVED, RULES, field_rows
from projects.enums import RuleState
from projects.forms.rules import RuleForm
from projects.models import RuleSet
from projects.selectors.rules import Preview, preview_rules, rule_versions
from projects.services.rules import create_rule_set


def rule_list(request):
    """Every version, the one in force first explained."""
    versions = rule_versions(clock.today())
    rule = next((version.rule for version in versions if version.state is RuleState.CURRENT), None)
    context = {
        "rule": rule,
        "fields": field_rows(rule) if rule else [],
        "head": heading_rows(RULES),
        "rows": [{"cells": cells(RULES, version)} for version in versions],
        "may_change": request.user.may(Permission.CHANGE_RULES),
        "now": clock.now(),
    }
    return render(request, "projects/rule_list.html", context)


def rule_create(request):
    """A new version: first what it would change, then publishing exactly what was previewed."""
    today = clock.today()
    rule = RuleSet.objects.in_force(today)
    form = RuleForm.of(request, initial=RuleForm.initial_of(rule))
    preview = None
    if form.ready:
        if form.cleaned_data["seen"] == form.mark:
            created = form.run(create_rule_set, **form.values, actor=request.user, today=today)
            if created is not None:
                messages.success(request, f"已发布认定规则 {created.label}，{created.effective_from} 起生效。")
                return redirect("projects:rule-list")
        else:
            preview = preview_rules(rule.rules if rule else form.rules, form.rules, request.user)
    return render(request, "projects/rule_form.html", _context(form, rule, preview), status=form.status)


def _context(form: RuleForm, rule: RuleSet | None, preview: Preview | None) -> dict:
    context = {"form": form, "rule": rule, "preview": None, "seen": ""}
    if preview is None:
        return context
    count = f"{preview.count:,} 个以上" if preview.capped else f"{preview.count:,} 个"
    shown = {
        "words": f"{count}项目的结论会改变" if preview.count else "没有项目的结论会改变",
        "head": heading_rows(MOVED),
        "rows": [{"cells": cells(MOVED, row)} for row in preview.moved],
        "rest": f"只列出前 {len(preview.moved)} 个。" if preview.count > len(preview.moved) else "",
    }
    return context | {"preview": shown, "seen": form.mark}
