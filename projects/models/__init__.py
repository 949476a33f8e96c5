from projects.models.annual_list import AnnualList, ListEntry
from projects.models.override import EligibilityOverride
from projects.models.people import FundSource, ProjectContact
from projects.models.project import NumberSeries, Participant, Project
from projects.models.rules import RuleSet

__all__ = [
    "AnnualList",
    "EligibilityOverride",
    "FundSource",
    "ListEntry",
    "NumberSeries",
    "Participant",
    "Project",
    "ProjectContact",
    "RuleSet",
]
