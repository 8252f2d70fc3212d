"""Every refusal, missing thing, phrase and fact has its words, with the places they are filled by."""

import ast
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from string import Formatter
from typing import get_args

import pytest

import command_center.domain
from command_center.domain import areas as areas  # noqa: PLC0414 - fills the registry
from command_center.domain.alarms.shelve import AgainstShelving
from command_center.domain.directives.holdings import Capability
from command_center.domain.drills.holds import SAFETY_LIST
from command_center.domain.drills.observing.not_played import PlayedAct
from command_center.domain.incidents.closing import missing_to_close
from command_center.domain.incidents.withdrawing import missing_to_withdraw
from command_center.domain.matters.guards.isolated import NoIsolation
from command_center.domain.refusal import Phrase
from command_center.domain.registry import FACTS
from command_center.domain.reviews.course import AFTER
from command_center.domain.site.changing.mistakes import CODES, OF_CHANGES, OWN
from command_center.domain.site.changing.nouns import NOUNS
from command_center.domain.state.alarms.alarm import Condition
from command_center.domain.template_language.lock_rules import LABELLED
from command_center.domain.text import Text
from command_center.template_file.reading import TYPES
from command_center.words import LANGUAGES, catalogue, say

CONSEQUENCES = sorted(
    key.removeprefix("consequence.") for key in catalogue("en") if key.startswith("consequence.")
)
DOMAIN = Path(command_center.domain.__file__).parent
VARIANTS = {
    "refusal.{one.code}": [
        "unknown_line", "stock_twice", "stock_moved", "day_ahead", "delivery_of_nothing",
        "expired_already", "day_without_batch", "batch_has_other_day", "more_damaged_than_counted",
        "count_outdated", "inspection_without_evidence", "inspection_outdated",
    ],
    "review.step.{step}": ["hotwash", "frozen", "agreed", "meeting", "signed"],
    "authority_{capability}": list(get_args(Capability)),
    "phrase.directive_{found.state}": [
        "issued", "acknowledged", "in_progress", "done", "refused", "verified", "withdrawn",
        "superseded", "ended",
    ],
    "mends.directive_{found.state}": [
        "issued", "acknowledged", "in_progress", "done", "refused", "verified", "withdrawn",
        "superseded", "ended",
    ],
    "phrase.dispatch_{found.state}": ["reserved", "dispatched", "on_scene", "returned", "consumed", "lost"],
    "phrase.request_{found.state}": ["granted", "denied", "emergency"],
    "phrase.notice_{notice.state}": ["delivered", "read", "failed"],
    "missing.{m['code']}": [
        "accounted", "entries_out", "source_isolated", "gas_clear", "gas_detectors",
        "outfall_sampled", "life_safety", "disputed", "plant_loses", "directives_open", "resources_out",
    ],
    "valve.state.{dispute['state']}": ["open", "shut", "between"],
    "mends.{m['code']}": [
        "accounted", "entries_out", "plant_loses", "directives_open", "resources_out",
    ],
    "phrase.drill_{drill.phase}": [
        "planned", "sealed", "running", "paused", "suspended", "ended",
    ],
    "hold.{point}": list(SAFETY_LIST),
    "alarm.condition.{alarm.condition}": list(get_args(Condition)),
    "not_played.act.{command.act}": list(get_args(PlayedAct)),
    "review.step.{AFTER[step]}": sorted(set(AFTER.values())),
    "{against}": list(get_args(AgainstShelving)),
    "{no_isolation}": list(get_args(NoIsolation)),
    "noun.{noun}": list(NOUNS),
    "consequence.{self.code}": CONSEQUENCES,
    "capability.{capability}": list(get_args(Capability)),
    "matter.type.{field.type}": TYPES,
    "templates.{heading}": sorted(LABELLED.values()),
    "site.{mistake.code}": sorted({*CODES.values(), *OWN, *OF_CHANGES}),
}  # fmt: skip
"""What the few computed keys can become."""


@dataclass(frozen=True)
class Spoken:
    """One place in the domain that says something: the key, its parameters (None = computed)."""

    where: str
    key: str
    params: frozenset[str] | None


def _keys(node: ast.expr) -> Iterator[str]:
    if isinstance(node, ast.Constant):
        yield str(node.value)
    elif isinstance(node, ast.IfExp):
        yield from (*_keys(node.body), *_keys(node.orelse))
    else:
        written = ast.unparse(node)
        pattern = (
            f"{{{written}}}"
            if isinstance(node, ast.Name)
            else written.removeprefix("f").strip("'\"")
        )
        start, _, rest = pattern.partition("{")
        for variant in VARIANTS[pattern]:
            yield start + variant + rest.partition("}")[2]


def _params(call: ast.Call) -> frozenset[str] | None:
    if len(call.args) < 2:
        return frozenset()
    given = call.args[1]
    if not isinstance(given, ast.Dict):
        return None
    return frozenset(ast.literal_eval(key) for key in given.keys if key is not None)


def spoken(*names: str) -> list[list[Spoken]]:
    """Every `Refusal(...)` or `Phrase(...)` that the domain makes."""
    found: dict[str, list[Spoken]] = {name: [] for name in names}
    for file in sorted(DOMAIN.rglob("*.py")):
        text = file.read_text("utf-8")
        if not any(f"{name}(" in text for name in names):
            continue
        for node in ast.walk(ast.parse(text)):
            if not (isinstance(node, ast.Call) and isinstance(node.func, ast.Name)):
                continue
            if file.name == "refusal.py":
                continue  # makes a phrase again from the fact that kept it
            if node.func.id in names and node.args:
                where = f"{file.name}:{node.lineno}"
                found[node.func.id] += [
                    Spoken(where, key, _params(node)) for key in _keys(node.args[0])
                ]
    return list(found.values())


def places(lang: str, key: str) -> set[str]:
    """The {places} of a sentence."""
    return {name for _, name, _, _ in Formatter().parse(catalogue(lang)[key]) if name}


REFUSALS, PHRASES = spoken("Refusal", "Phrase")


def test_the_walk_finds_what_there_is() -> None:
    assert len({s.key for s in REFUSALS}) > 60
    assert len({s.key for s in PHRASES}) > 20


@pytest.mark.parametrize("lang", LANGUAGES)
@pytest.mark.parametrize("said", REFUSALS, ids=lambda s: f"{s.where} {s.key}")
def test_a_refusal_says_what_is_wrong_and_what_would_lift_it(said: Spoken, lang: str) -> None:
    for key in (f"refusal.{said.key}", f"refusal.{said.key}.mend"):
        assert catalogue(lang)[key].strip()
        if said.params is not None:
            assert places(lang, key) <= said.params, key


@pytest.mark.parametrize("lang", LANGUAGES)
@pytest.mark.parametrize("said", PHRASES, ids=lambda s: f"{s.where} {s.key}")
def test_a_phrase_has_its_words(said: Spoken, lang: str) -> None:
    assert catalogue(lang)[said.key].strip()
    if said.params is not None:
        assert places(lang, said.key) <= said.params


def test_no_words_are_left_over_for_refusals_that_no_longer_exist() -> None:
    said = {s.key for s in REFUSALS}
    said |= {key.removeprefix("refusal.") for key in VARIANTS["refusal.{one.code}"]}
    for key in catalogue("en"):
        if key.startswith("refusal."):
            assert key.removeprefix("refusal.").removesuffix(".mend") in said, key
        if key.startswith("phrase."):
            assert key in {s.key for s in PHRASES}, key


def test_both_languages_have_the_same_keys_with_the_same_places() -> None:
    chinese, english = (catalogue(lang) for lang in LANGUAGES)
    assert set(chinese) == set(english)
    for key in english:
        assert places("zh-CN", key) == places("en", key), key


@pytest.mark.parametrize("lang", LANGUAGES)
@pytest.mark.parametrize("kind", sorted(FACTS))
def test_every_fact_reads_as_a_sentence_filled_from_its_own_fields(kind: str, lang: str) -> None:
    assert places(lang, f"fact.{kind}") <= set(FACTS[kind].payload.__annotations__)
    assert say(lang, f"area.{kind.partition('.')[0]}"), "the log names its area beside it"


def test_chinese_is_chinese_and_english_is_english() -> None:
    for said in {f"refusal.{s.key}" for s in REFUSALS} | {s.key for s in PHRASES}:
        chinese = catalogue("zh-CN")[said]
        assert any("\u4e00" <= c <= "\u9fff" for c in chinese) or "（" in chinese, said
        assert not any("\u4e00" <= c <= "\u9fff" for c in catalogue("en")[said]), said


def test_a_refusal_is_rendered_to_the_last_part_in_either_language() -> None:
    who = Phrase(
        "phrase.post_holder",
        {"post": Text(zh="经理", en="Manager"), "name": Phrase("phrase.vacant")},
    )
    scope = Text(zh="三车间", en="Workshop 3")
    both = [who, Phrase("phrase.nobody")]
    assert "by: Manager (vacant); nobody." in say(
        "en", "refusal.authority_direct.mend", scope=scope, holders=both
    )
    assert "经理（无人在岗）；无人" in say(
        "zh-CN", "refusal.authority_direct.mend", scope=scope, holders=both
    )


def test_the_computed_missing_codes_are_those_of_closing_and_withdrawing() -> None:
    rules = (missing_to_close, missing_to_withdraw)
    closing, withdrawing = (Path(str(r.__code__.co_filename)).read_text("utf-8") for r in rules)
    for code in VARIANTS["missing.{m['code']}"]:
        assert f'("{code}",' in closing + withdrawing
    for code in VARIANTS["mends.{m['code']}"]:
        assert f'("{code}",' in withdrawing
