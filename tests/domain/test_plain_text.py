"""Nothing in a text from outside that cannot be seen or that turns it around."""

import unicodedata

import pytest
from pydantic_core import PydanticCustomError

import command_center.domain.areas  # noqa: F401 - declares every command
from command_center.domain.plain_text import hidden, plain, shown
from command_center.domain.registry import COMMANDS, EXACT, SEVERAL_LINES

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
    ],
)
def test_what_can_be_seen_stays_as_it_is(text: str) -> None:
    assert hidden(text) is None
    assert plain(f"a{text}b") == f"a{text}b"


@pytest.mark.parametrize("char", [*"\x00\x07\x1b\x7f\x85\u2028\u2029\u200f\u202e\u2066\ud800"])
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


def test_lines_are_kept_where_there_may_be_several_and_their_ends_are_one() -> None:
    assert plain("one\r\ntwo\rthree\n", lines=True) == "one\ntwo\nthree"
    assert plain(" one\n") == "one"
    with pytest.raises(PydanticCustomError, match=r"U\+000A"):
        plain("one\ntwo")


def test_the_fields_of_several_lines_are_fields_of_commands() -> None:
    fields = {name for spec in COMMANDS.values() for name in spec.model.model_fields}
    assert fields >= SEVERAL_LINES | EXACT
