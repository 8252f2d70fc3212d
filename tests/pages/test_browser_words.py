"""What the browser says: every key its code names exists, and every fact has a sentence."""

import re
from pathlib import Path

import pytest

import command_center.domain.areas  # noqa: F401 - declares every fact
from command_center.domain.fact import Fact
from command_center.domain.registry import FACTS
from command_center.domain.scenarios.scenario import fact_fields
from command_center.words import catalogue, has

ASSETS = Path(__file__).parents[2] / "assets"
FILES = sorted(ASSETS.rglob("*.js"))
NAMED = re.compile(r"""\bsay\(\s*["'`]([a-z_]+\.[\w.]+)["'`]""")
CHOSEN = re.compile(r"""\bsay\(\s*[^"'`,()]+\?\s*["'`]([\w.]+)["'`]\s*:\s*["'`]([\w.]+)["'`]""")
PLACES = re.compile(r"\{(\w+)\}")


def test_every_sentence_that_the_browser_names_exists() -> None:
    text = "\n".join(file.read_text(encoding="utf-8") for file in FILES)
    named = set(NAMED.findall(text)) | {key for pair in CHOSEN.findall(text) for key in pair}
    assert len(named) > 100, "the pattern no longer finds them"
    assert sorted(key for key in named if not has(key)) == []


@pytest.mark.parametrize("kind", sorted(FACTS))
def test_a_fact_has_a_sentence_made_of_its_own_fields(kind: str) -> None:
    assert has(f"fact.{kind}")
    places = set(PLACES.findall(catalogue("en")[f"fact.{kind}"]))
    assert places <= set(FACTS[kind].payload.__annotations__)
    assert places.isdisjoint({"seq", "at"} & set(Fact.__dataclass_fields__))


NOT_OF_A_TWIN = (
    "account.", "action.", "clock.", "contact.", "contacts.", "double.", "finding.", "journal.",
    "person.erased",
    "programme.", "review.", "scenario.", "simulation.", "site.",
)  # fmt: skip


def test_every_fact_of_a_drill_can_be_waited_for_in_words() -> None:
    kinds = [kind for kind in fact_fields() if not FACTS[kind].of_drill]
    asked = [kind for kind in kinds if not kind.startswith(NOT_OF_A_TWIN)]
    assert "entry.in" in asked
    assert [kind for kind in asked if not has(f"condition.kind.{kind}")] == []


def test_no_script_evaluates_text_or_writes_it_unescaped() -> None:
    for file in FILES:
        text = file.read_text(encoding="utf-8")
        assert not re.search(r"\beval\(|new Function|dangerouslySetInnerHTML|document\.write", text)
