"""Asking for an override, signing or refusing it."""

from django.contrib import messages
from django.core.exceptions import SuspiciousOperation
from django.shortcuts import get_object_or_404, redirect, render

from longting.common import clock
from longting.common.errors import Refused
from projects.eligibility import outcome_of
from projects.forms.overrides import DecisionForm, OverrideForm
from projects.models import EligibilityOverride, Project
from projects.pages import eligibility_card
from projects.selectors.standing import rule_in_force, verdict_of
from projects.services import overrides


def override_request(request, public_id):
    """Ask the head of the office to judge against what counts now."""
    project = get_object_or_404(Project.objects.visible_to(request.user), public_id=public_id)
    today = clock.today()
    rule = rule_in_force(today)
    standing = verdict_of(project, rule)
    form = OverrideForm.of(request, initial={"eligible": "no" if standing.eligible else "yes"})
    if form.ready and form.run(
        overrides.request_override, project, **form.cleaned_data, actor=request.user, today=today
    ):
        messages.success(request, "已提交改判，等区项目办负责人签批。")
        return redirect("projects:project-detail", public_id)
    context = {
        "project": project,
        "card": eligibility_card(project, rule, standing),
        "target": outcome_of(not standing.eligible).label,
        "form": form,
    }
    return render(request, "projects/override_form.html", context, status=form.status)


def override_sign(request, pk):
    """The head agrees."""
    return _decide(request, pk, overrides.sign_override, "已签批改判。")


def override_refuse(request, pk):
    """The head does not agree."""
    return _decide(request, pk, overrides.refuse_override, "已退回改判，系统判定不变。")


def _decide(request, pk, service, words):
    override = get_object_or_404(EligibilityOverride.objects.visible_to(request.user).select_related("project"), pk=pk)
    form = DecisionForm(request.POST)
    if "note" in form.errors:
        raise Refused(f"签批意见最多 {form.fields['note'].max_length} 字，没有签批。请缩短后再签。")
    if not form.is_valid():
        raise SuspiciousOperation("a decision without the version it was made on")
    service(override, **form.cleaned_data, actor=request.user, today=clock.today())
    messages.success(request, words)
    return redirect("projects:project-detail", override.project.public_id)
