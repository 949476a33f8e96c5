"""Kinds of workbook: which fields they have, and under which headings offices print them (DOMAIN §2.1, §7.1, §9.9).

Headings are compared in the form of `headings.heading_key`: no blanks, brackets or units; any mention of a year
(2026年, 今年, 本年度) reads 年度 and any end of a past year (2025年底, 上年末) reads 上年底. The order of aliases is
their rank when two columns claim one field.
"""

import re

from ledgers.intake.declaration import Field, Kind


def _words(text: str) -> tuple[str, ...]:
    return tuple(text.split())


_CONTENT = re.compile("(?:项目)?(?:主要)?建设(?:规模|内容).{0,6}(?:规模|内容)|(?:项目)?(?:主要)?建设(?:规模|内容)")
_PERSON = re.compile("(?:具体|单位|项目)?(?:责任人|联系人|负责人|联络人).{0,2}(?:联系)?(?:电话|方式|手机|手机号码?)?")
_UNIT = re.compile(
    "(?:县区|区县|区级|区直|区|县)?(?:行业)?(?:责任|牵头|主管|包联|包保)(?:责任)?(?:单位|部门|局委|乡镇|乡办|街道)"
    "(?:或?部门|或?单位|(?:[及和与]?(?:责任人|联系人|负责人)))?"
)
_DONE_BEFORE = re.compile("(?:截至|截止|截止到|至|到)?上年底(?:已)?(?:累计)?(?:已)?(?:完成)(?:投资)?额?")

ANNUAL_LIST = Kind(
    "annual_list",
    "年度重点项目名单",
    (
        Field("serial", "序号", "int", _words("序号 编号 项目序号 序")),
        Field(
            "name",
            "项目名称",
            "text",
            _words(
                "项目名称 项目全称 建设项目名称 重点项目名称 工程名称 工程项目名称 名称 项目 建设项目 重点项目 工程项目"
            ),
            required=True,
            longest=200,
        ),
        Field(
            "project_code",
            "项目代码",
            "code",
            _words("项目代码 投资项目代码 在线平台项目代码 在线审批平台代码 项目统一代码 立项代码 项目编码"),
        ),
        Field("level", "级别", "level", _words("级别 项目级别 重点级别 重点项目级别 项目等级")),
        Field("is_major", "是否重大", "yesno", _words("是否重大 是否重大项目 重大项目")),
        Field("is_province", "是否省重点", "yesno", _words("是否省重点 是否省重点项目 省重点 省重点项目")),
        Field("is_city", "是否市重点", "yesno", _words("是否市重点 是否市重点项目 市重点 市重点项目")),
        Field("category", "项目类型", "text", _words("项目类型 项目类别 项目分类 项目大类 类型 类别"), longest=40),
        Field("field", "领域", "text", _words("领域 所属领域 项目领域 行业领域"), longest=40),
        Field("industry", "行业", "text", _words("行业 所属行业 行业分类 行业类型 行业类别"), longest=40),
        Field(
            "stage",
            "阶段",
            "stage",
            _words("阶段 建设阶段 项目阶段 实施阶段 实施进度分类 进展阶段 项目状态 建设状态 当前状态"),
        ),
        Field("nature", "建设性质", "nature", _words("建设性质 项目性质 性质")),
        Field(
            "owner_name",
            "建设单位",
            "text",
            _words(
                "建设单位 项目单位 项目建设单位 业主单位 项目业主单位 项目业主 业主 项目法人 建设主体 实施主体"
                " 投资主体 投资单位 实施单位 项目实施单位 企业名称"
            ),
            longest=100,
        ),
        Field("uscc", "统一社会信用代码", "uscc", _words("统一社会信用代码 统一信用代码 社会信用代码 信用代码")),
        Field(
            "address",
            "建设地点",
            "text",
            _words("建设地点 建设地址 项目地点 项目地址 建设位置 项目位置 项目属地 所在地 地点 属地 所在乡办"),
            longest=200,
        ),
        Field(
            "content",
            "建设规模及主要内容",
            "lines",
            _words("建设规模及主要内容 项目概况 项目内容 工程概况 主要内容 建设主要内容"),
            _CONTENT,
        ),
        Field(
            "period",
            "建设起止年限",
            "period",
            _words(
                "建设起止年限 起止年限 建设年限 建设起止时间 起止时间 建设起止年月 起止年月 开竣工时间 建设工期"
                " 项目工期 工期 建设周期 建设期限 建设时间 建设期 开竣工年月 开竣工日期 计划开竣工时间"
                " 建设起止日期 起止日期 计划起止时间 计划起止年限"
            ),
        ),
        Field(
            "start",
            "开工时间",
            "month",
            _words("开工时间 开工年月 开工日期 开工月份 开工月 建设起始 起始年月 起始时间 开始时间"),
        ),
        Field(
            "finish",
            "竣工时间",
            "month",
            _words("竣工时间 竣工年月 竣工日期 竣工月份 竣工月 完工时间 建成时间 建设终止 终止年月 终止时间 结束时间"),
        ),
        Field(
            "total_investment",
            "总投资",
            "money",
            _words(
                "总投资 项目总投资 总投资额 投资总额 项目投资总额 计划总投资 估算总投资 概算总投资 投资规模 项目投资"
            ),
            required=True,
        ),
        Field("done_before", "截至上年底累计完成", "money", _words("截至上年底累计完成"), _DONE_BEFORE),
        Field(
            "annual_plan",
            "计划投资",
            "money",
            _words(
                "计划投资 年度计划投资 年计划投资 投资计划 年度投资计划 计划投资额 计划完成投资 年度计划完成"
                " 年度计划 年度投资 年度投资额 年度投资目标 年度目标投资 年度投资任务 年度计划年度投资"
                " 计划完成投资额 预计完成投资 拟完成投资 预计投资"
            ),
            yearly=True,
        ),
        Field(
            "goal",
            "形象进度目标",
            "lines",
            _words(
                "形象进度目标 年度形象进度目标 年计划形象进度 计划形象进度 年度目标 年度工作目标"
                " 工作目标 目标任务 年度建设目标 年度建设内容 年度主要建设内容 年度计划建设内容"
                " 年度计划主要建设内容 年度计划内容 形象进度"
            ),
            yearly=True,
            longest=300,
        ),
        Field(
            "plan_start",
            "计划开工月",
            "month",
            _words(
                "计划开工月 计划开工月份 计划开工时间 计划开工日期 计划开工年月 计划开工 拟开工时间 拟开工月份"
                " 拟开工日期 预计开工时间"
            ),
            yearly=True,
        ),
        Field(
            "plan_finish",
            "计划竣工月",
            "month",
            _words(
                "计划竣工月 计划竣工月份 计划竣工时间 计划竣工日期 计划竣工年月 计划竣工 计划完工时间 拟竣工时间"
                " 预计竣工时间 预计完工时间"
            ),
            yearly=True,
        ),
        Field(
            "leader",
            "分包区领导",
            "people",
            _words(
                "分包区领导 分包领导 分包区级领导 区级分包领导 区领导 区级领导 县级领导 责任领导 联系领导"
                " 包联领导 挂点领导 项目挂点领导 负责领导 分管领导 包保领导 县级包保领导 牵头领导 区级牵头领导"
                " 区级责任领导 分包县级领导"
            ),
        ),
        Field(
            "responsible",
            "责任单位",
            "unit",
            _words(
                "责任单位 牵头单位 牵头责任单位 责任部门 牵头部门 责任主体 责任乡办 分包单位 主管单位 主管部门"
                " 行业主管部门 申报单位 推荐单位 所属单位 责任乡镇 责任乡镇办 责任街道 包保单位 责任局委 牵头局委"
                " 区直责任单位 包联单位 承办单位"
            ),
            _UNIT,
            required=True,
        ),
        Field("service_officer", "首席服务官", "people", _words("首席服务官 服务官 服务专员 项目专员 首席服务员")),
        Field("contact", "责任人及联系电话", "people", _words("责任人及联系电话 责任人 具体责任人 联系人"), _PERSON),
        Field(
            "contact_phone",
            "联系电话",
            "text",
            _words("联系电话 电话 手机 手机号 手机号码 联系方式 单位电话"),
            longest=60,
        ),
        Field("funds", "资金来源", "text", _words("资金来源"), longest=200),
        Field("land", "用地需求", "text", _words("用地需求 用地面积 建设用地面积 占地面积 用地"), longest=40),
        Field("remark", "备注", "lines", _words("备注 备注说明 备考 说明"), longest=300),
    ),
)

KINDS = {ANNUAL_LIST.key: ANNUAL_LIST}
