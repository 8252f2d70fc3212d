"""The powers of the library's templates: a copy that keeps what a power rests on has it, any other copy has none."""

import copy
from typing import Any

import pytest

from command_center.domain.template_language.lock_rules import CENTER
from command_center.domain.template_language.powers import GUARDED, POWERS, Power, powers_of
from command_center.domain.template_language.template import Template
from command_center.template_file import library, library_texts, read_text
from tests.plays.test_locks_of_the_library import at, dumped, locks

EACH = list(POWERS.values())
RULES = [(power, rule) for power in EACH for rule in power.rests_on]


def named(power: Power) -> str:
    return power.name


def steps(rule: str) -> tuple[str | int, ...]:
    return tuple(int(one) if one.isdigit() else one for one in rule.split("."))


def a_copy(power: Power, **changes: Any) -> dict[str, Any]:
    return copy.deepcopy(dumped(library()[power.template])) | changes


def has(text: dict[str, Any]) -> frozenset[str]:
    return powers_of(Template.model_validate(text), library())


def test_a_power_rests_on_the_rules_that_bear_its_lock_and_on_all_of_them() -> None:
    for template in GUARDED:
        text = dumped(library()[template])
        locked = {
            ".".join(map(str, path)) for path in locks(text) if at(text, path)["locked"] == CENTER
        }
        listed = {rule for power in EACH if power.template == template for rule in power.rests_on}
        assert listed == locked, template
    others = [one for id, one in library().items() if id not in GUARDED]
    assert not any(at(dumped(o), p)["locked"] == CENTER for o in others for p in locks(dumped(o)))


@pytest.mark.parametrize("power", EACH, ids=named)
def test_the_librarys_text_and_a_copy_that_keeps_its_rules_have_the_power(power: Power) -> None:
    own = library()[power.template]
    assert isinstance(own, Template)
    assert power.name in powers_of(own, library())
    assert power.name in has(a_copy(power, template="ours", based_on=power.template))
    assert power.name in has(a_copy(power, title={"zh": "另名", "en": "Another name"}))


@pytest.mark.parametrize(("power", "rule"), RULES, ids=lambda one: getattr(one, "name", one))
def test_a_copy_without_one_of_the_rules_has_no_power(power: Power, rule: str) -> None:
    text = a_copy(power, template="ours", based_on=power.template)
    where = steps(rule)
    del at(text, where[:-1])[where[-1]]
    assert not has(text)


@pytest.mark.parametrize("power", EACH, ids=named)
def test_a_text_as_the_library_had_it_before_the_locks_keeps_its_power(power: Power) -> None:
    text = a_copy(power)
    for path in locks(text):
        if at(text, path)["locked"] == CENTER:
            del at(text, path)["locked"]
    assert power.name in has(text)


@pytest.mark.parametrize("power", [one for one in EACH if one.given], ids=named)
def test_no_move_of_a_copys_own_leads_to_the_power(power: Power) -> None:
    text = a_copy(power, template="ours", based_on=power.template)
    opener = next(name for name, one in text["parties"].items() if one["opener"])
    text["moves"]["quick"] = {
        "from": [next(iter(text["states"]))],
        "to": power.given,
        "by": [opener],
    }
    assert not has(text)
    text = a_copy(power, template="ours", based_on=power.template)
    first = {power.given: None}
    text["states"] = first | text["states"]
    assert not has(text)


def test_a_text_under_a_name_of_the_library_is_a_copy_of_that_text_only() -> None:
    for power in EACH:
        text = a_copy(power, based_on="appeal")
        assert not has(text)
    certificate = library_texts()["certificate"]
    other = certificate.replace("\ntitle:", "\nbased_on: appeal\ntitle:", 1)
    wrong = read_text(other, "", base=library())[1]
    assert [one.code for one in wrong if one.key == "based_on"] == ["template.based_on_other"]


SELF_ISSUED = """\
template: quick
based_on: certificate
fields:
  person: {type: person, required: true}
  kind: {type: text, required: true}
  valid_until: {type: day, required: true}
parties: {keeper: opener}
states: [entered, valid, over]
moves:
  issue: {from: entered, to: valid, by: keeper}
  end: {from: valid, to: over, by: keeper}
"""
AT_ONCE = """\
template: quick
based_on: rollout
fields:
  module: {type: text, required: true}
  from: {type: text}
parties: {starter: opener}
states: [prepared, plant, stopped]
moves:
  widen: {from: prepared, to: plant, by: starter}
  stop: {from: plant, to: stopped, by: starter}
"""


@pytest.mark.parametrize("text", [SELF_ISSUED, AT_ONCE])
def test_the_page_names_the_line_of_every_rule_that_is_missing_and_what_mends_it(text: str) -> None:
    described, wrong = read_text(text, "", base=library())
    assert isinstance(described, Template)
    assert not powers_of(described, library())
    codes = {one.code for one in wrong}
    assert "template.power_removed" in codes
    loosened = [one for one in wrong if one.code == "template.power_loosened"]
    assert all(one.mark.line > 2 for one in loosened)
    for lang, remedy in (("en", "take based_on out"), ("zh-CN", "删去 based_on")):
        assert all(remedy in one.sentence(lang) for one in loosened)


HOLLOWED = [
    (
        "parties.applicant",
        "applicant: {title: {zh: 登记人, en: Who enters it}, opener: true}",
        "applicant: {title: {zh: 登记人, en: Who enters it}, post: manager}\n"
        "  clerk: {title: {zh: 录入人, en: Clerk}, opener: true}",
    ),
    (
        "fields.copy",
        "copy: {type: photo,",
        "copy: {type: photo, when: {field: number, given: true},",
    ),
]


@pytest.mark.parametrize(("key", "kept", "hollow"), HOLLOWED, ids=[one[0] for one in HOLLOWED])
def test_what_a_rule_names_is_not_made_empty(key: str, kept: str, hollow: str) -> None:
    """Who enters a certificate never verifies it, and never without its copy: a text that makes another the
    applicant, or asks for the copy only sometimes, keeps the rule's words and not the rule."""
    text = library_texts()["certificate"].replace(
        "template: certificate", "template: ours\nbased_on: certificate"
    )
    text = text.replace("ZS-{date}", "OURS-{date}")
    assert kept in text
    whole, wrong = read_text(text, "", base=library())
    assert [one.code for one in wrong] == [
        "template.unknown_reference"
    ]  # the list is not beside it here
    assert isinstance(whole, Template)
    assert powers_of(whole, library())
    described, wrong = read_text(text.replace(kept, hollow), "", base=library())
    found = [(one.code, one.key) for one in wrong if one.code != "template.unknown_reference"]
    assert found == [("template.power_loosened", key)]
    assert isinstance(described, Template)
    assert not powers_of(described, library())


def test_without_based_on_it_is_an_ordinary_form_that_may_be_published() -> None:
    for text in (SELF_ISSUED, AT_ONCE):
        own = "\n".join(line for line in text.splitlines() if not line.startswith("based_on"))
        described, wrong = read_text(own, "", base=library())
        assert not wrong
        assert isinstance(described, Template)
        assert not powers_of(described, library())
