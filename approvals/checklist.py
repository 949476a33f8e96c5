"""The unit's screening checklist (初审清单, 第九条二: 科学论证、严格把关) and the office's verification list. Pure."""

from dataclasses import dataclass

from approvals.enums import Answer


@dataclass(frozen=True)
class Item:
    """One question with what to look at; `may_be_unused` when 不涉及 is an answer."""

    key: str
    question: str
    hint: str
    may_be_unused: bool = False


SCREENING: tuple[Item, ...] = (
    Item("policy", "符合国家产业政策和本区产业规划", "对照产业结构调整指导目录和区产业规划，不属于淘汰类、限制类"),
    Item("real", "项目真实，建设内容和规模明确", "内容、规模、产品或功能写得清楚，与备案或批复一致"),
    Item("investment", "总投资依据充分", "与备案、可研或协议一致；产业项目达到第八条的投资门槛"),
    Item("funds", "资金来源落实", "来源合计与总投资相符，政府资金有安排依据"),
    Item("site", "选址和用地可行", "符合国土空间规划，不占永久基本农田和生态保护红线", True),
    Item("environment", "环境和能耗条件可行", "属于两高项目的，已取得省级会商意见", True),
    Item("schedule", "工期和年度计划合理", "起止年月、年度投资、形象进度目标相互一致"),
    Item("owner", "建设单位主体合格", "统一社会信用代码有效，无严重失信记录"),
    Item("unique", "没有与在库项目重复", "已核对疑似重复项目，不是拆分或包装"),
)

VERIFICATION: tuple[Item, ...] = (
    Item("papers", "申报材料与原件一致", "备案证、批复、协议等已核对原件或官网"),
    Item("amount", "总投资核实无误", "与备案、可研金额一致，口径为万元"),
    Item("place", "现场地块与申报一致", "已到现场或核对影像", True),
    Item("start", "开工条件可信", "用地、资金、手续与计划开工月相称", True),
    Item("limb", "申报情形适用正确", "第八条情形一或情形二的事实成立"),
)


def problems(items: tuple[Item, ...], answers: dict[str, dict]) -> dict[str, str]:
    """Item → what is wrong with its answer: none given, 不涉及 where that is no answer, 不符合 without a word why."""
    found = {}
    for item in items:
        given = answers.get(item.key) or {}
        answer = given.get("answer", "")
        if answer not in [member.value for member in Answer]:
            found[item.key] = "请选择一项。"
        elif answer == Answer.UNUSED and not item.may_be_unused:
            found[item.key] = "这一项必须判断，不能选“不涉及”。"
        elif answer == Answer.NO and not given.get("note", "").strip():
            found[item.key] = "选了“不符合”，请写明哪里不符合。"
    return found


def unanswered(items: tuple[Item, ...], answers: dict[str, dict]) -> int:
    """How many items still lack a sound answer."""
    return len(problems(items, answers))


def failed(items: tuple[Item, ...], answers: dict[str, dict]) -> tuple[str, ...]:
    """The questions answered 不符合."""
    return tuple(item.question for item in items if (answers.get(item.key) or {}).get("answer") == Answer.NO)
