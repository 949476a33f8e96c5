import pytest

from longting.common.industries import divisions, guess, label, sections


def test_the_standard_has_twenty_sections_and_ninety_seven_divisions():
    assert (len(sections()), len(divisions())) == (20, 97)


def test_divisions_of_one_section():
    assert divisions("B")[0] == ("06", "煤炭开采和洗选业")
    assert [code for code, _ in divisions("Q")] == ["84", "85"]
    assert divisions("Z") == ()


@pytest.mark.parametrize(("code", "name"), [("C", "制造业"), ("35", "专用设备制造业"), ("99", ""), ("", "")])
def test_a_code_has_a_label(code, name):
    assert label(code) == name


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("工业(装备制造)", "C"),
        ("工业（汽车）", "36"),
        ("工业(农产品加工)", "13"),
        ("工业(新能源材料)", "C"),
        ("民生(教育)", "83"),
        ("民生(医疗)", "84"),
        ("基础设施(交通)", "G"),
        ("基础设施(供水)", "46"),
        ("服务业(旅游)", "R"),
        ("服务业(物流)", "59"),
        ("生态环保", "77"),
        ("现代农业", "A"),
        ("房地产", "70"),
        ("城市更新", None),
        ("工业", None),
        ("工业(新能源)", None),
        ("教育(园区)", None),
        ("", None),
        ("C", "C"),
        ("C 制造业", "C"),
        ("C35专用设备制造业", "35"),
        ("35", "35"),
        ("99", None),
        ("A区商贸", "F"),
        ("300MW光伏", None),
    ],
)
def test_a_printed_kind_suggests_an_industry(text, code):
    assert guess(text) == code


def test_every_suggestion_is_in_the_standard():
    words = ["工业(食品)", "工业(化工)", "服务业(商贸)", "民生(安置房)", "基础设施(水利)", "创新驱动(研发)"]
    assert [label(guess(word)) for word in words] == [
        "食品制造业",
        "化学原料和化学制品制造业",
        "批发和零售业",
        "房地产业",
        "水利管理业",
        "科学研究和技术服务业",
    ]
