"""What a person wrote stands whole in a file, and what nobody sees by its number."""

import pytest

from command_center.reports.export.legible import legible


@pytest.mark.parametrize(
    "text", ["❤️ stopped", "👩\u200d💻 at the desk", "می\u200cشود", "邉\U000e0101", "one\ntwo"]
)
def test_what_is_seen_stays(text: str) -> None:
    assert legible(text) == text


def test_what_is_not_seen_has_its_number() -> None:
    assert legible("a\u200bb\u202e\uffff") == "a<U+200B>b<U+202E><U+FFFF>"
    assert legible("T-101\u200d") == "T-101<U+200D>"
