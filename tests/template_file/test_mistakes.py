"""Every mistake of a template is named at its line, column and key, in both languages, with what would mend it."""

import pytest

from command_center.site_file.problem import Problem
from command_center.template_file import read_text
from tests.domain.matters import language_examples as examples
from tests.template_file.texts import LINES, known, small, text

LINE_OF = {key.strip(): number for number, key in enumerate(LINES, start=1)}


def mistakes(written: str, copy: bool = False) -> list[Problem]:
    base = {"small": small()} if copy else None
    return read_text(written, "", known(), base)[1]


def test_the_small_template_is_right() -> None:
    assert mistakes(text()) == []
    assert mistakes(text(), copy=True) == []


END = "{from: open, to: closed, by: owner"
OF_NAMES = [
    ({"__end": "{from: opne, to: closed, by: owner}"}, "end", "moves.end.from", "template.unknown_state"),
    ({"__end": "{from: open, to: closd, by: owner}"}, "end", "moves.end.to", "template.unknown_state"),
    ({"states": "[draft, open, paused, closed]"}, "states", "states[2]", "template.unreachable"),
    ({"__end": "{from: open, to: closed, by: ownr}"}, "end", "moves.end.by", "template.unknown_party"),
    ({"__end": "{from: open, to: closed}"}, "end", "moves.end.by", "missing"),
    ({"__end": END + ", needs: [dept]}"}, "end", "moves.end.needs[0]",
     "template.unknown_field"),
    ({"__end": END + ", guards: [isolatd]}"}, "end", "moves.end.guards[0]",
     "template.guard_unknown"),
    ({"__end": END + ", guards: [isolated]}"}, "end", "moves.end.guards[0]", "template.unknown_field"),
    ({"__end": END + ", guards: [{gas_fresh: {withn: 1 h}}]}"}, "end", "moves.end.guards[0]",
     "template.guard_parameters"),
    ({"__end": END + ", guards: [{present: finderr}]}"}, "end", "moves.end.guards[0]",
     "template.unknown_party"),
    ({"__end": END + ", when: {field: lvl, equals: low}}"}, "end", "moves.end.when.field",
     "template.unknown_field"),
    ({"__end": END + ", when: {field: level, equals: hgih}}"}, "end", "moves.end.when.equals",
     "template.unknown_choice"),
    ({"__end": END + ", when: {field: level, at_least: 2}}"}, "end", "moves.end.when.at_least",
     "template.unfit_comparison"),
    ({"__end": END + ", after: signatures}"}, "end", "moves.end.after", "template.no_signatures"),
    ({"__depth": "{type: number, unit: metres}"}, "depth", "fields.depth.unit", "template.unknown_unit"),
    ({"__depth": "{type: number, at_least: 5, at_most: 2}"}, "depth", "fields.depth.at_least", "template.order"),
    ({"__depth": "{type: numbr}"}, "depth", "fields.depth.type", "template.type_unknown"),
    ({"__depth": "{type: number, untit: m}"}, "depth", "fields.depth.untit", "unknown_key_near"),
    ({"__depth": "{unit: m}"}, "depth", "fields.depth.type", "missing"),
    ({"__kind": "{type: taxonomy, of: kind}"}, "kind", "fields.kind.of", "template.unknown_reference"),
    ({"__kind": "{type: taxonomy, of: kinds, depth: 3}"}, "kind", "fields.kind.depth", "template.too_deep"),
    ({"due": "{end: {within: 8}}"}, "due", "due.end.within", "template.span"),
    ({"due": "{end: {within: 8 h, late: start}}"}, "due", "due.end.late", "template.not_by_duty"),
    ({"due": "{ending: {within: 8 h}}"}, "due", "due.ending", "template.unknown_move"),
    ({"due": "{end: {within: {field: level, of: {low: 8 h}}}}"}, "due", "due.end.within.of", "template.choice_without"),
    ({"parties": "{finder: opener, owner: {post_of: level}}"}, "parties", "parties.owner.post_of",
     "template.wrong_type"),
    ({"parties": "{finder: opener, owner: {post: cheif}}"}, "parties", "parties.owner.post", "template.unknown_post"),
    ({"law": "-"}, "fields", "fields.place.locked", "template.locked_without_law"),
    ({"valid": "{from: start, at_most: 8 h, locked: '5.2'}"}, "valid", "valid.locked", "template.not_quoted"),
]  # fmt: skip


@pytest.mark.parametrize(("changed", "line", "key", "code"), OF_NAMES)
def test_a_mistake_stands_at_its_line_and_key(
    changed: dict[str, str], line: str, key: str, code: str
) -> None:
    written = text(**changed)
    found = [(p.key, p.code) for p in mistakes(written)]
    assert (key, code) in found
    problem = next(p for p in mistakes(written) if (p.key, p.code) == (key, code))
    if changed != {"law": "-"}:
        assert problem.mark.line == LINE_OF[line]
    assert problem.mark.column > 1 or code == "missing"
    for lang in ("zh-CN", "en"):
        sentence = problem.sentence(lang)
        assert sentence
        assert "{" not in sentence
        assert "Phrase" not in sentence


def test_a_near_name_is_offered() -> None:
    (problem,) = mistakes(text(__end="{from: open, to: closed, by: [ownr, duty]}"))
    assert "Did you mean “owner”?" in problem.sentence("en")
    assert problem.mark.column == len("  end: {from: open, to: closed, by: [") + 1


def test_a_way_without_end_is_refused() -> None:
    written = text(__end="{from: open, to: draft, by: [owner, duty]}", states="[draft, open]")
    assert [p.code for p in mistakes(written)] == ["template.no_end"]


LOOSER = [
    ({"__place": "{type: place}"}, "fields.place", "template.lock_loosened"),
    ({"__place": "{type: place, required: false, locked: '5.1'}"}, "fields.place", "template.lock_loosened"),
    ({"__start": "{from: draft, to: open, by: owner}"}, "moves.start", "template.lock_removed"),
    ({"__start": "{from: draft, to: open, by: owner, guards: [gas_fresh: {within: 31 min, locked: '5.1'}]}"},
     "moves.start.guards", "template.lock_removed"),
    ({"valid": "-"}, "", "template.lock_removed"),
    ({"valid": "{from: start, at_most: 9 h, locked: '5.1'}"}, "valid", "template.lock_loosened"),
    ({"__end": "{from: draft, to: open, by: owner}", "__stop": "{from: open, to: closed, by: [owner, duty]}"},
     "moves.end", "template.way_round"),
    ({"states": "[open, draft, closed]"}, "states", "template.first_changed"),
    ({"law": "{of: GB 1-2000, clauses: {'5.1': {quote: {zh: 原文, en: words}}}}"}, "law.of", "template.law_removed"),
]  # fmt: skip


@pytest.mark.parametrize(("changed", "key", "code"), LOOSER)
def test_a_copy_that_drops_or_loosens_what_the_law_fixes_is_refused(
    changed: dict[str, str], key: str, code: str
) -> None:
    found = mistakes(text(**changed), copy=True)
    assert code in {p.code for p in found}
    if key:
        assert any(p.key.startswith(key) and p.code == code and p.mark.line > 1 for p in found)


def test_a_copy_may_tighten_and_add() -> None:
    guards = "[confirmed: checked, gas_fresh: {within: 20 min, locked: '5.1'}]"
    tighter = text(
        __start=f"{{from: draft, to: open, by: owner, guards: {guards}}}",
        valid="{from: start, at_most: 6 h, locked: '5.1'}",
    )
    assert [p.line("en") for p in mistakes(tighter, copy=True)] == []


def test_an_empty_text_and_one_of_no_kind_say_how_to_begin() -> None:
    assert [p.code for p in read_text("")[1]] == ["template.empty"]
    assert [p.code for p in read_text("name: x")[1]] == ["template.no_kind"]
    assert [p.code for p in read_text("- x")[1]] == ["template.no_kind"]
    assert [p.code for p in read_text("template: [")[1]] == ["syntax"]


def test_the_examples_of_the_language_name_only_what_stands_elsewhere() -> None:
    elsewhere = {
        "template.unknown_reference",
        "template.unknown_template",
        "template.unknown_account",
    }
    for name in ("hazard", "duty", "duty-score", "confined-space"):
        described, problems = read_text(examples.example(name))
        assert described is not None
        assert {p.code for p in problems} <= elsewhere, [p.line("en") for p in problems]


PLAN = "plan: p\nfor: {posts: [shift-leader]}\nevery: {every}\nopens: duty\n"


@pytest.mark.parametrize("every", ["1 s", "0.05 min", "299 s"])
def test_a_plan_that_makes_matters_all_the_time_is_refused_at_its_line(every: str) -> None:
    [mistake] = [
        one for one in mistakes(PLAN.replace("{every}", every)) if one.code == "template.too_often"
    ]
    assert (mistake.mark.line, mistake.key) == (3, "every")
    assert "5 min" in mistake.line("en")


def test_a_plan_every_five_minutes_is_taken_and_areas_are_written_as_the_plant_writes_them() -> (
    None
):
    assert "template.too_often" not in {
        one.code for one in mistakes(PLAN.replace("{every}", "5 min"))
    }
    enabled = text() + "enabled: {areas: [TF, W2]}\n"
    assert mistakes(enabled) == []
    wrong = text() + "enabled: {areas: [T/F]}\n"
    assert [one.key for one in mistakes(wrong)] == ["enabled.areas[0]"]
