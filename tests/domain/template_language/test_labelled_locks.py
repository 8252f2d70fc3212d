"""What a copy lacks of what a law fixes is named by the labels of the template's page, not by paths."""

from command_center.domain.template_language.lock_rules import lost_by_law
from command_center.template_file import library_texts
from command_center.template_file.reading import read_text
from command_center.words import say


def test_a_dropped_guard_is_named_by_its_heading_and_the_title_of_its_move() -> None:
    text = library_texts()["hot-work"]
    base, _ = read_text(text)
    copy, _ = read_text(text.replace('      - present: {party: guardian, locked: "4.10"}\n', ""))
    assert base is not None
    assert copy is not None
    told = say(
        "en", "refusal.template_lacks_locks", template="hot-work", rules=lost_by_law(base, copy)
    )
    assert "Steps: “Start”" in told
    assert "moves" not in told
