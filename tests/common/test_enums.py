import pytest

from longting.common.enums import Labelled


class Stage(Labelled):
    DRAFT = "draft", "起草"
    DONE = "done", "办结", "g"


def test_a_member_is_its_value_and_carries_label_and_colour():
    assert (Stage.DONE, Stage.DONE.label, Stage.DONE.colour) == ("done", "办结", "g")


def test_colour_is_neutral_unless_said():
    assert Stage.DRAFT.colour == "n"


def test_a_member_prints_as_its_value():
    assert f"{Stage.DRAFT}" == "draft"


def test_a_member_is_found_by_its_stored_value():
    assert Stage("done") is Stage.DONE


def test_choices_keep_the_order_of_declaration():
    assert Stage.choices() == [("draft", "起草"), ("done", "办结")]


@pytest.mark.parametrize(
    ("value", "label"),
    [("draft", "起草"), (Stage.DONE, "办结"), ("gone", "gone"), ("", ""), (None, "")],
)
def test_label_of_a_stored_value(value, label):
    assert Stage.label_of(value) == label


def test_the_class_is_not_called_by_templates():
    assert (Stage.do_not_call_in_templates, len(Stage)) == (True, 2)


def test_a_member_without_label_is_refused_at_import():
    with pytest.raises(ValueError, match="has no label"):

        class Broken(Labelled):
            DRAFT = "draft", ""


def test_an_unknown_colour_is_refused_at_import():
    with pytest.raises(ValueError, match="is not one of g b y r n"):

        class Broken(Labelled):
            DRAFT = "draft", "起草", "pink"
