"""Every sentence exists in every language, with the same places, and none is asked for in vain."""

import ast
import re
import string
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from typing import Any, get_args

import pytest
from pydantic_core.core_schema import ErrorType
from ruamel.yaml import YAML

from command_center.domain.actor import Role
from command_center.domain.directives.holdings import Capability
from command_center.domain.figure import figure
from command_center.domain.refusal import Phrase
from command_center.domain.text import Text
from command_center.words import LANGUAGES, PLURAL, UnknownWords, catalogue, has, preferred, say

ROOT = Path(__file__).resolve().parent.parent
SOURCES = [
    file
    for package in ("command_center", "layouts", "callbacks")
    for file in sorted((ROOT / package).rglob("*.py"))
]
PYDANTICS = set(get_args(ErrorType))
"""Types of errors that pydantic finds; `field.TYPE` says them."""
SAID_IN_BOTH = {"app.simulated"}
"""What every screen says in both languages, whatever its reader chose."""
KEY = re.compile(r"[a-z_]+(\.[A-Za-z0-9_]+)+")

DIRECTIVE_STATES = (
    "issued", "acknowledged", "in_progress", "done", "refused", "verified", "withdrawn",
    "superseded", "ended",
)  # fmt: skip
DISPATCH_STATES = ("reserved", "dispatched", "on_scene", "returned", "consumed", "lost")


def places(sentence: str) -> set[str]:
    return {name for _, name, _, _ in string.Formatter().parse(sentence) if name is not None}


def areas(lang: str) -> dict[str, dict[str, str]]:
    """Each file of a language by its name, read by itself. ruamel refuses a key that a file has twice."""
    return {
        file.stem: YAML(typ="safe", pure=True).load(file.read_text(encoding="utf-8"))
        for file in sorted((ROOT / "command_center" / "words" / lang).iterdir())
    }


@pytest.mark.parametrize("lang", LANGUAGES)
def test_a_catalogue_is_flat_text_without_a_key_twice(lang: str) -> None:
    read = areas(lang)
    keys = [key for area in read.values() for key in area]
    assert [key for key, times in Counter(keys).items() if times > 1] == [], "a key in two files"
    sentences: dict[str, Any] = {
        key: value for area in read.values() for key, value in area.items()
    }
    assert {key: value for key, value in sentences.items() if not isinstance(value, str)} == {}
    assert [key for key in keys if not KEY.fullmatch(key)] == []
    assert [key for key, value in sentences.items() if not value.strip()] == []
    assert dict(catalogue(lang)) == sentences, "what the program reads is what the files say"


def test_both_languages_have_the_same_keys_in_the_same_files() -> None:
    first, second = (areas(lang) for lang in LANGUAGES)
    assert first.keys() == second.keys()
    for name, area in first.items():
        assert area.keys() ^ second[name].keys() == set(), name


def test_all_keys_with_the_same_first_word_stand_in_one_file() -> None:
    """So that whoever adds a sentence finds its file."""
    files: dict[str, set[str]] = {}
    for name, area in areas(LANGUAGES[0]).items():
        for key in area:
            files.setdefault(key.partition(".")[0], set()).add(name)
    assert {word: names for word, names in files.items() if len(names) > 1} == {}


def test_all_languages_say_the_same_things() -> None:
    first, second = (catalogue(lang) for lang in LANGUAGES)
    assert set(first) ^ set(second) == set()
    differing = {key for key in first if places(first[key]) != places(second[key])}
    assert differing == set(), "places differ"


def test_chinese_is_chinese_and_english_is_not() -> None:
    def has_han(text: str) -> bool:
        return any("\u4e00" <= character <= "\u9fff" for character in text)

    untranslated = {
        key
        for key, sentence in catalogue("zh-CN").items()
        if not has_han(sentence) and re.search(r"[A-Za-z]{4,}", re.sub(r"\{.*?\}", "", sentence))
    }
    assert untranslated == set()
    both = {key for key, sentence in catalogue("en").items() if has_han(sentence)}
    assert both <= SAID_IN_BOTH


def calls(name: str) -> Iterator[tuple[Path, ast.Call]]:
    """Every call in our code of something called `name`."""
    for file in SOURCES:
        for node in ast.walk(ast.parse(file.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Call):
                called = node.func
                own = called.attr if isinstance(called, ast.Attribute) else None
                own = called.id if isinstance(called, ast.Name) else own
                if own == name:
                    yield file, node


def literal(node: ast.AST | None) -> str | None:
    if isinstance(node, ast.Constant) and isinstance(node.value, str):
        return node.value
    return None


def keys_said() -> Iterator[tuple[Path, str]]:
    """Catalogue keys written out in calls of `say`, with or without a language before them."""
    for file, call in calls("say"):
        for given in call.args[:2]:
            for node in ast.walk(given):
                key = literal(node)
                if key and KEY.fullmatch(key):
                    yield file, key


def test_every_key_that_is_said_exists() -> None:
    said = list(keys_said())
    assert len(said) > 20
    assert {f"{file.relative_to(ROOT)}: {key}" for file, key in said if not has(key)} == set()


def test_every_key_a_script_says_exists() -> None:
    missing = {
        f"{file.name}: {key}"
        for file in sorted((ROOT / "assets").rglob("*.js"))
        for said in re.findall(r"\bsay\(([^()]*)", file.read_text(encoding="utf-8"))
        for key in re.findall(r'"([^"]+)"', said)
        if KEY.fullmatch(key) and not has(key)
    }
    assert missing == set()


def refusals() -> Iterator[tuple[str, str, set[str] | None]]:
    """Where, code, and the names of the params where they are written out."""
    for file, call in calls("Refusal"):
        given = {keyword.arg: keyword.value for keyword in call.keywords}
        code = literal(call.args[0] if call.args else given.get("code"))
        params = call.args[1] if len(call.args) > 1 else given.get("params")
        names: set[str] | None = None
        if params is None:
            names = set()
        elif isinstance(params, ast.Dict):
            found = [literal(key) for key in params.keys]
            names = {name for name in found if name} if all(found) else None
        if code is not None:
            yield f"{file.relative_to(ROOT)}:{call.lineno}", code, names


def test_every_refusal_says_what_and_what_would_lift_it() -> None:
    found = list(refusals())
    assert len(found) > 20
    for where, code, names in found:
        for key in (f"refusal.{code}", f"refusal.{code}.mend"):
            assert has(key), f"{where}: {key} is in no catalogue"
            missing = places(catalogue("en")[key]) - (names or set())
            assert names is None or not missing, f"{where}: {key} needs {missing}"


def test_what_is_named_by_its_code_has_its_words() -> None:
    """Keys made of a code at run time, which no search for literals finds."""
    states = {f"phrase.directive_{state}" for state in DIRECTIVE_STATES}
    states |= {f"phrase.dispatch_{state}" for state in DISPATCH_STATES}
    capabilities = {
        f"refusal.authority_{c}{m}" for c in get_args(Capability) for m in ("", ".mend")
    }
    assert {key for key in states | capabilities if not has(key)} == set()
    phrases = {literal(call.args[0]) for _, call in calls("Phrase")} - {None}
    assert len(phrases) > 4
    assert {key for key in phrases if not has(str(key))} == set()


def test_a_refusal_reads_whole_with_its_nested_parts() -> None:
    suit = {"name": Text(zh="防护服", en="Suit"), "had": 0.0, "need": 4.0}
    lock = Phrase("phrase.locked", {"count": 4.0, "store": "C-1", "post": "Chief"})
    missing = [Phrase("phrase.short", suit | {"why": [lock]}), Phrase("phrase.short_plainly", suit)]
    params = {"kit": Text(zh="堵漏套件", en="Leak kit"), "missing": missing}
    told = say("en", "refusal.kit_incomplete", **params)
    for part in ("Leak kit", "Suit: 0 of 4", "4 locked in C-1, key with the Chief"):
        assert part in told
    chinese = say("zh-CN", "refusal.kit_incomplete", **params)
    assert "防护服" in chinese
    assert "Suit" not in chinese
    assert "Phrase(" not in told + chinese


def test_every_problem_of_the_doors_has_its_words_filled() -> None:
    found = 0
    for file, call in calls("Problem"):
        code = literal(call.args[0])
        if code is None:
            continue
        found += 1
        where = f"{file.relative_to(ROOT)}:{call.lineno}"
        given = {keyword.arg for keyword in call.keywords}
        if "errors" in given:
            given |= {"count", "first"}
        for part in ("title", "detail", "mend"):
            key = f"problem.{code}.{part}"
            assert has(key), f"{where}: {key} is in no catalogue"
            assert places(catalogue("en")[key]) <= given, where
    assert found > 15


def test_every_rejection_and_every_role_has_its_words() -> None:
    codes = {literal(call.args[1]) for _, call in calls("Rejection") if len(call.args) > 1}
    codes |= {"future", "too_old"}
    assert len(codes - {None}) >= 7
    for code in codes - {None}:
        assert has(f"rejected.{code}"), code
    for role in Role:
        assert has(f"role.{role}"), role


def test_places_are_filled_in_the_readers_language() -> None:
    name = Text(zh="一车间", en="Shop 1")
    assert say("en", "rejected.unknown_tag", tag=name) == (
        "The tag “Shop 1” is not in the site description."
    )
    assert "一车间" in say("zh-CN", "rejected.unknown_tag", tag=name.as_row())
    both = [name, {"zh": "二", "en": "two"}]
    assert "Shop 1, two" in say("en", "rejected.unknown_tag", tag=both)
    assert "一车间、二" in say("zh-CN", "rejected.unknown_tag", tag=both)
    assert "at most 5 s" in say("en", "rejected.future", seconds=6.2, limit=5.0)
    assert "key" in say("en", "rejected.unknown_tag", tag="key", key="a parameter may be called so")


REVIEWED = ("draft", "review", "action", "lineage", "figures", "timing")
NOT_COUNTED = {
    "review.within", "review.site_version", "draft.first_alarm",
    *(f"lineage.shown.{one}" for one in ("all", "open", "late", "closed")),
}  # fmt: skip
"""Hours, a version, a tank; and the choices of a list that names what it lists."""


def test_a_sentence_of_a_review_names_what_it_counts() -> None:
    """ "6 in all" leaves its reader to guess six of what."""
    for key, sentence in catalogue("en").items():
        area = key.partition(".")[0]
        counted = re.findall(r"\{(n|of|gaps|open|present)\}", sentence)
        if area not in REVIEWED or not counted or key in NOT_COUNTED:
            continue
        named = re.search(r"\{(?:n|of|gaps|open|present):[a-z]", sentence)
        assert named, f"{key}: {sentence!r} does not say what the number counts"


def test_unknown_words_are_our_mistake() -> None:
    with pytest.raises(UnknownWords, match=r"no\.such\.key"):
        say("en", "no.such.key")
    with pytest.raises(KeyError):
        catalogue("tlh")


@pytest.mark.parametrize(
    ("accept", "language"),
    [
        ("en", "en"),
        ("en-GB,en;q=0.9,zh;q=0.8", "en"),
        ("zh-TW", "zh-CN"),
        ("fr, zh;q=0.4, en;q=0.5", "en"),
        ("en;q=0, zh;q=0.1", "zh-CN"),
        ("fr", "zh-CN"),
        ("", "zh-CN"),
        (None, "zh-CN"),
        ("en;q=nonsense", "zh-CN"),
        ("*", "zh-CN"),
    ],
)
def test_the_language_a_caller_prefers(accept: str | None, language: str) -> None:
    assert preferred(accept) == language


MADE = re.compile(r"[`\"']([a-z_]+\.[a-z_.]*)(?:\$\{|\{)")
"""Where a key is made of its beginning and a code: a template of a script, an f-string of ours."""
OF_FIELDS = (
    "category.", "channel.", "error.", "hazard.", "reason.", "responder.status.", "result.", "state.",
    "status.", "step.", "urgency.",
)  # fmt: skip
"""Of fields with a list of values, said by `FIELD.VALUE` wherever such a field is shown."""
OF_CODES = re.compile(r"(?:refusal|problem|rejected|field|site)\.(\w+)")
"""Families whose codes stand in the code by themselves: `Refusal("no_entry_open", ...)`."""


def test_no_sentence_is_kept_that_nothing_says() -> None:
    """A key stands whole somewhere in the code, or begins as one that is made there of a code."""
    files = [*SOURCES, *sorted((ROOT / "simulations").rglob("*.py"))]
    files += sorted((ROOT / "assets").rglob("*.js"))
    text = "\n".join(file.read_text(encoding="utf-8") for file in files)
    whole = set(re.findall(r"[a-z_]+(?:\.[A-Za-z0-9_]+)+", text))
    begun = tuple(set(MADE.findall(text)))
    assert len(begun) > 10, "the pattern no longer finds them"
    codes = set(re.findall(r"""["'`](\w+)["'`]""", text)) | PYDANTICS
    made_codes = tuple(re.findall(r'"(\w+_)\{', text))

    def is_said(key: str) -> bool:
        family = OF_CODES.match(key)
        return key in whole or (
            family[1] in codes or family[1].startswith(made_codes)
            if family
            else key.startswith(begun + OF_FIELDS)
        )

    assert sorted(key for key in catalogue("en") if not is_said(key)) == []


def test_the_words_for_one_are_those_of_one() -> None:
    """`{n:calls|call}` said "1 calls" and "2 call"."""
    swapped = {
        key
        for key, sentence in catalogue("en").items()
        for _, one, several in PLURAL.findall(sentence)
        if one == several or one == f"{several}s"
    }
    assert swapped == set()


@pytest.mark.parametrize("lang", LANGUAGES)
def test_amounts_are_grouped_and_numbers_that_are_names_are_not(lang: str) -> None:
    large = say(lang, "problem.too_large.detail", size=2_500_000, limit=1_048_576)
    assert "2,500,000" in large
    assert "1,048,576" in large
    assert "12,345" in say(lang, "refusal.evacuation_unaccounted", count=12345)
    assert "12345" in say(lang, "broken.fact", seq=12345, why="?")
    assert "8050" in say(lang, "port.taken", port=8050, host="h", why="?", other=18051)


@pytest.mark.parametrize(
    ("value", "written"),
    [
        (0, "0"), (999, "999"), (-1234, "-1,234"), (1234567, "1,234,567"), (2.0, "2"),
        (1234.5, "1,234.5"), (0.1 + 0.2, "0.3"), (-0.25, "-0.25"), (1e-9, "0"), (1e15, "1,000,000,000,000,000"),
    ],
)  # fmt: skip
def test_one_way_of_writing_a_number(value: float, written: str) -> None:
    assert figure(value) == written


def test_the_label_of_a_field_begins_as_every_other() -> None:
    labels = {key: one for key, one in catalogue("en").items() if re.fullmatch(r"input\.\w+", key)}
    assert len(labels) > 100
    assert [key for key, one in labels.items() if not (one[0].isupper() or one[0].isdigit())] == []


@pytest.mark.parametrize("lang", LANGUAGES)
def test_no_sentence_shows_a_number_of_one_country_as_the_example(lang: str) -> None:
    """A plant elsewhere would enter its numbers after it."""
    numbers = re.compile(r"\+\d{2}")
    assert [key for key, said in catalogue(lang).items() if numbers.search(said)] == []
