"""Kinds of organisation. Pure."""

from longting.common.enums import Labelled


class OrganisationKind(Labelled):
    """Kinds of DESIGN §3."""

    OFFICE = "office", "区项目办", "n"
    COMMITTEE = "committee", "委员会", "n"
    GOVERNMENT = "government", "区委区政府", "n"
    TOWNSHIP = "township", "乡镇", "n"
    SUBDISTRICT = "subdistrict", "街道办事处", "n"
    BUREAU = "bureau", "区直单位", "n"
    COMPANY = "company", "项目单位", "n"


#: Kinds that may be responsible (责任单位) for a project.
RESPONSIBLE_KINDS = (OrganisationKind.TOWNSHIP, OrganisationKind.SUBDISTRICT, OrganisationKind.BUREAU)
