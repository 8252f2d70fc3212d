"""Names and types that the center itself reads are refused when a text is published: at their line, with a remedy."""

import pytest

from command_center.domain.template_language.known import Known
from command_center.template_file import library, library_texts, read_text
from tests.domain.matters.test_fuzzed import ONE_FIELD

KNOWN = Known(library(), frozenset())
GAS = "    limits: {value: [{at_most: 1000}]}"
STOP = "by: [walker, duty]}"


def with_guard(guard: str) -> tuple[str, str]:
    return (STOP, f"by: [walker, duty], guards: [{guard}]}}")


@pytest.mark.parametrize(
    ("old", "new", "line", "code", "remedy"),
    [
        ("spot: {", "over: {", 8, "column_reserved", "over_said"),
        ("spot: {", "at: {", 8, "column_reserved", "at_said"),
        ("spot: {", "by: {", 8, "column_reserved", "by_said"),
        ("walker", "duty", 11, "party_duty", "Choose another"),
        ("walker", "superior", 11, "party_superior", "post: superior"),
        (GAS, "    limits: gb30871-6.5", 10, "unknown_limits", "gb30871-6.4"),
        (GAS, "    limits: gb30871-6.4", 10, "unknown_field", "value"),
        ("value: {type: number}", "value: {type: text}", 10, "wrong_type", "number"),
        (GAS, "", 17, "nothing_measured", "Write limits"),
        (*with_guard("gas_fresh: {within: 1 h, list: note}"), 15, "wrong_type", "list"),
        (*with_guard("wind_below: 8"), 15, "unknown_field", "gas"),
        (*with_guard("isolated: gas"), 15, "unknown_field", "spot"),
        (*with_guard("steps_in_order: gas"), 15, "unknown_field", "spot"),
        (*with_guard("handed_over: gas"), 15, "unknown_field", "spot"),
        (*with_guard("graded: {by: risk, level: note}"), 15, "not_graded", "people judge"),
        (*with_guard("graded: {by: lifting, level: note}"), 15, "unknown_field", "note"),
        ("{gas: over}", "{wind: 8}", 17, "unknown_field", "gas"),
    ],
)  # fmt: skip
def test_each_is_refused_at_its_line_and_says_what_mends_it(
    old: str, new: str, line: int, code: str, remedy: str
) -> None:
    assert read_text(ONE_FIELD, "", KNOWN)[1] == []
    assert old in ONE_FIELD
    wrong = read_text(ONE_FIELD.replace(old, new), "", KNOWN)[1]
    found = [one for one in wrong if one.code == f"template.{code}"]
    assert found, wrong
    assert found[0].mark.line == line
    assert any(remedy in one.sentence("en") for one in found)
    assert all(one.sentence("zh-CN") for one in found)


def test_a_list_of_gas_tests_without_limits_is_refused_where_a_guard_relies_on_it() -> None:
    text = ONE_FIELD.replace(GAS, "").replace(STOP, with_guard("gas_fresh: 1 h")[1])
    assert "template.without_limits" in {one.code for one in read_text(text, "", KNOWN)[1]}


@pytest.mark.parametrize(
    ("id", "old", "new"),
    [
        ("risk", "object: {type: place", "object: {type: company"),
        ("hazard", "place: {type: place", "place: {type: company"),
        ("rollout", "from: {type: day", "from: {type: text"),
    ],
)
def test_a_copy_keeps_the_types_that_figures_and_exports_read(id: str, old: str, new: str) -> None:
    text = library_texts()[id]
    assert old in text
    wrong = read_text(text.replace(old, new, 1), "", KNOWN, library())[1]
    found = [one for one in wrong if one.code == "template.type_of_library"]
    assert found
    assert found[0].mark.line > 1
    assert "choose another name" in found[0].sentence("en")


def test_a_score_goes_into_no_account_that_closes_doors() -> None:
    text = f"{ONE_FIELD}score: {{walker: {{reported: 100}}}}\ninto: contractor-points\n"
    assert [one.code for one in read_text(text, "", KNOWN)[1]] == ["template.score_closes_doors"]
    assert not read_text(text.replace("contractor-points", "duty-score"), "", KNOWN)[1]


def test_a_matter_that_a_move_opens_is_filled_from_fields_of_its_types() -> None:
    text = f"{ONE_FIELD}opens: [{{on: stop, template: hazard, fill: {{place: note}}}}]\n"
    [wrong] = read_text(text, "", KNOWN)[1]
    assert wrong.code == "template.wrong_type"
    assert not read_text(text.replace("place: note", "found: note"), "", KNOWN)[1]
