"""Nothing in a text from outside that cannot be seen or that turns it around."""

import unicodedata

import pytest
from pydantic import ValidationError
from pydantic_core import PydanticCustomError

import command_center.domain.areas  # noqa: F401 - declares every command
from command_center.domain.bounds.plain_text import hidden, hidden_in_file, plain, shown
from command_center.domain.registry import COMMANDS, EXACT, SEVERAL_LINES
from command_center.domain.text import REASON_LEAST
from command_center.web.doors.board.commands_api import SeveralAsked
from command_center.words.fields import field_error

NOTHING = "\u00ad\u034f\u115f\u180e\u200b\u2060\u2800\u3164\ufeff\uffa0\U000e0041\ufff0\U000e01f5"
TURNED = "Close \u202eevlav\u202c now"


@pytest.mark.parametrize(
    "text",
    [
        "",
        "Close XV-2061",
        "关闭 XV-2061，立即！",
        "m³ ≤ 5 °C “x” – …",
        "👷‍♀️",
        "e\u0301",
        "\u3000全角\u3000",
        "👁️\u200d🗨️",
        "1\ufe0f\u20e3",
        "邉\U000e0101",
        "می\u200cشود",
    ],
)
def test_what_can_be_seen_stays_as_it_is(text: str) -> None:
    assert hidden(text) is None
    assert plain(f"a{text}b") == f"a{text}b"


@pytest.mark.parametrize(
    "char", [*"\x00\x07\x1b\x7f\x85\u2028\u2029\u200f\u202e\u2066\ud800", *NOTHING]
)
@pytest.mark.parametrize("lines", [False, True])
def test_what_cannot_is_refused_by_its_number(char: str, lines: bool) -> None:
    code = f"U+{ord(char):04X}"
    assert hidden(f"a{char}b", lines=lines) == code
    with pytest.raises(PydanticCustomError, match=code.replace("+", r"\+")):
        plain({"zh": ["b", f"a{char}b"]}, lines=lines)
    assert shown(f"a{char}b") == f"a<{code}>b"


def test_every_bidirectional_control_of_unicode_is_known() -> None:
    formats = {"LRE", "RLE", "LRO", "RLO", "PDF", "LRI", "RLI", "FSI", "PDI"}
    turning = [chr(n) for n in range(0x110000) if unicodedata.bidirectional(chr(n)) in formats]
    assert len(turning) == 9
    assert all(hidden(char) for char in turning)


@pytest.mark.parametrize(
    "text",
    [
        "\u200d",
        "Chen\u200c",
        "Chen\ufe0f",
        "a \ufe0f",
        "x\n\u200d",
        "T-101\u200d",
        "罐\u200d区",
        "é\u200c",
        "👷\u200d\u200d",
        "邉\ufe0f\ufe0f",
    ],
)
def test_a_joiner_stands_only_where_it_joins(text: str) -> None:
    assert hidden(text, lines=True) in {"U+200D", "U+200C", "U+FE0F"}


@pytest.mark.parametrize("text", ["\u3000", " \u00a0\u3000", "\u2003\n"])
def test_spaces_of_any_width_are_no_text(text: str) -> None:
    assert plain(text, lines=True) == ""


def test_a_plants_file_of_yesterday_is_read_today() -> None:
    assert hidden_in_file("储\u200b罐\n区") is None
    assert hidden_in_file("a\u202eb") == "U+202E"


def test_lines_are_kept_where_there_may_be_several_and_their_ends_are_one() -> None:
    assert plain("one\r\ntwo\rthree\n", lines=True) == "one\ntwo\nthree"
    assert plain(" one\n") == "one"
    with pytest.raises(PydanticCustomError, match=r"U\+000A"):
        plain("one\ntwo")


def test_the_fields_of_several_lines_are_fields_of_commands() -> None:
    fields = {name for spec in COMMANDS.values() for name in spec.model.model_fields}
    assert fields >= SEVERAL_LINES | EXACT


def test_a_hidden_character_is_told_at_its_place_beside_every_other_mistake() -> None:
    wrong = {"fact": "x", "reason": {"zh": "\u202e关闭", "en": "x"}, "more": 1}
    with pytest.raises(ValidationError) as refused:
        COMMANDS["journal.annul"].model.model_validate(wrong)
    told = [field_error("en", one) for one in refused.value.errors()]
    assert [one["field"] for one in told] == ["fact", "reason.zh", "reason.en", "more"]
    assert "U+202E" in told[1]["error"]
    assert "reason.zh" in told[1]["error"]


def test_each_hidden_character_of_a_matters_form_is_told_at_its_field() -> None:
    fields = {"found": ["a", "b\u200b"], "gas\u202e": 3, "remark": "c\u2066"}
    wrong = {"id": "1", "template": "hazard", "fields": fields}
    with pytest.raises(ValidationError) as refused:
        COMMANDS["matter.open"].model.model_validate(wrong)
    hidden_at = {one["loc"] for one in refused.value.errors() if one["type"] == "hidden_character"}
    assert hidden_at == {
        ("fields", "found", 1), ("fields", "gas<U+202E>"), ("fields", "remark"),
    }  # fmt: skip


def test_the_body_of_a_door_tells_a_hidden_character_beside_its_other_mistakes() -> None:
    wrong = {"kind": "a\u200bb", "data": 3, "more": 1}
    with pytest.raises(ValidationError) as refused:
        SeveralAsked.model_validate({"commands": [wrong]})
    assert {one["loc"][2:] for one in refused.value.errors()} == {
        ("kind",), ("data",), ("idempotency_key",), ("more",),
    }  # fmt: skip


def test_a_place_with_a_hidden_character_has_no_second_mistake() -> None:
    wrong = {"fact": 1, "reason": "\u200b"}
    with pytest.raises(ValidationError) as refused:
        COMMANDS["journal.annul"].model.model_validate(wrong)
    assert [(one["loc"], one["type"]) for one in refused.value.errors()] == [
        (("reason",), "hidden_character")
    ]


def test_the_schema_of_a_reason_asks_for_its_least_in_both_languages() -> None:
    defs = COMMANDS["journal.annul"].model.model_json_schema()["$defs"]
    words = defs["GivenReason"]["properties"]
    assert {name: one["minLength"] for name, one in words.items()} == {
        "zh": REASON_LEAST, "en": REASON_LEAST,
    }  # fmt: skip
