"""The first version of the rules: Article 8 and 10 of the 办法 as issued on 21 March 2022."""

from datetime import UTC, date, datetime
from decimal import Decimal

from projects.models import RuleSet

#: 领域 of the city's list of 2024, each with the names the same thing had on lists of other years and places.
FIELDS = [
    {"label": "创新驱动能力提升", "aliases": ["创新驱动", "创新驱动及新基建", "科技创新"]},
    {
        "label": "基础设施建设",
        "aliases": [
            "基础设施", "重大基础设施", "重大基础", "新基建", "新型基础设施建设", "新型城镇化", "城市更新", "城建",
            "交通能源",
        ],
    },
    {
        "label": "产业转型发展",
        "aliases": [
            "产业转型", "产业转型升级", "先进制造业", "工业", "农业", "现代农业", "服务业", "现代服务业", "文化旅游",
        ],
    },
    {"label": "绿色低碳转型", "aliases": ["绿色低碳", "绿色", "生态环保"]},
    {
        "label": "民生和社会事业改善",
        "aliases": ["民生", "民生服务", "民生社会事业", "民生和社会事业", "社会民生", "社会事业"],
    },
]  # fmt: skip


def first_rule_set(model=RuleSet) -> None:
    """Add version 2022-1 when it is missing. The migration passes its historical `model`; tests call this after the
    database was emptied."""
    model.objects.get_or_create(
        label="2022-1",
        defaults={
            "effective_from": date(2022, 3, 21),
            "threshold": Decimal(5000),
            "major_threshold": Decimal(10000),
            "reason_min": 50,
            "fields": FIELDS,
            "basis": "龙项目办〔2022〕3号",
            "created_by": None,
            "created_at": datetime(2022, 3, 21, tzinfo=UTC),
        },
    )
