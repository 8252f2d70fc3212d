"""The bytes of a fact: everything in it counts, and everything comes back as it was."""

import json
from dataclasses import fields, replace
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from command_center.domain.actor import ActorKind, Via
from command_center.domain.fact import AtBasis, Fact
from command_center.store.journal.canonical import (
    GENESIS,
    SAFE_INTEGER,
    canonical,
    chained,
    decoded,
    decoded_all,
)
from tests.store.facts import a_fact

texts = st.text(st.characters(exclude_categories=["Cs"]), max_size=30)
integers = st.integers(-SAFE_INTEGER, SAFE_INTEGER)
floats = st.floats(allow_nan=False, allow_infinity=False)
json_values = st.recursive(
    st.none() | st.booleans() | integers | floats | texts,
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(texts, inner, max_size=4),
    max_leaves=20,
)
facts = st.builds(
    Fact,
    seq=st.integers(1, SAFE_INTEGER),
    site=texts,
    at=integers,
    at_basis=st.sampled_from(AtBasis),
    recorded_at=integers,
    actor=texts,
    actor_kind=st.sampled_from(ActorKind),
    via=st.sampled_from(Via),
    kind=texts,
    v=st.integers(1, 99),
    data=st.dictionaries(texts, json_values, max_size=5),
    speaker=st.none() | texts,
    incident=st.none() | texts,
    drill=st.none() | texts,
    exercise=st.booleans(),
    caused_by=st.none() | st.integers(1, SAFE_INTEGER),
)


def exactly(value: Any) -> str:
    """Told apart where == does not: 1 from 1.0 from True, 0.0 from -0.0."""
    return repr(value)


@given(facts)
def test_a_fact_comes_back_as_it_was(fact: Fact) -> None:
    body = canonical(fact)
    back = decoded(body.encode(), "ab")
    for field in fields(Fact):
        if field.name not in ("hash", "data"):
            assert exactly(getattr(back, field.name)) == exactly(getattr(fact, field.name))
    assert back.data == fact.data
    assert exactly(sorted_deep(back.data)) == exactly(sorted_deep(fact.data))
    assert back.hash == "ab"
    assert canonical(back) == body
    assert decoded_all([(body, "ab")]) == [back]


def sorted_deep(value: Any) -> Any:
    if isinstance(value, dict):
        return [(key, sorted_deep(value[key])) for key in sorted(value)]
    return [sorted_deep(item) for item in value] if isinstance(value, list) else value


@given(facts)
def test_the_bytes_are_sorted_dense_plain_utf8_json(fact: Fact) -> None:
    body = canonical(fact)
    parsed = json.loads(body)
    dense = json.dumps(parsed, sort_keys=True, separators=(",", ":"), ensure_ascii=False)
    assert body == dense
    assert "\n" not in body
    assert "\x00" not in body
    assert set(parsed) == {field.name for field in fields(Fact)} - {"hash"}


OTHER: dict[str, Any] = {
    "seq": 8,
    "site": "elsewhere",
    "at": 1,
    "at_basis": AtBasis.BACKDATED,
    "recorded_at": 2,
    "actor": "li.na",
    "actor_kind": ActorKind.VIRTUAL,
    "via": Via.RADIO,
    "kind": "directive.verified",
    "v": 2,
    "data": {"directive": "DIR-2"},
    "speaker": "p-3",
    "incident": None,
    "drill": "D-1",
    "exercise": True,
    "caused_by": 3,
}


@pytest.mark.parametrize("name", [field.name for field in fields(Fact) if field.name != "hash"])
def test_every_field_of_a_fact_is_hashed(name: str) -> None:
    fact = replace(a_fact(), seq=7, recorded_at=1)
    other = replace(fact, **{name: OTHER[name]})
    assert chained(GENESIS, canonical(fact)) != chained(GENESIS, canonical(other))


def test_the_hash_is_what_the_documentation_says_for_anyone_to_check() -> None:
    # printf '%064d\n{}' 0 | sha256sum
    assert chained(GENESIS, "{}") == (
        "5649d09ed68c17156095d175eef152856c5b1a81c117c409c1e00f096aa6838e"
    )
    assert chained(GENESIS, "氯苯") == chained(GENESIS, "氯苯".encode())


def test_the_order_of_keys_given_does_not_matter() -> None:
    one = a_fact(data={"b": {"y": 1, "x": 2}, "a": 3})
    two = a_fact(data={"a": 3, "b": {"x": 2, "y": 1}})
    assert canonical(one) == canonical(two)


@pytest.mark.parametrize(
    "bad",
    [
        float("nan"),
        float("-inf"),
        SAFE_INTEGER + 1,
        -SAFE_INTEGER - 1,
        "half \udc00",
        {"\ud83d": 1},
        {3: "three"},
        {None: 1},
        {"deep": [{"er": float("nan")}]},
        b"bytes",
        {1, 2},
        object(),
    ],
)
def test_what_would_not_come_back_is_refused_and_placed(bad: Any) -> None:
    with pytest.raises(ValueError) as refused:
        canonical(a_fact(bad))
    assert "note" in str(refused.value) or "Unicode" in str(refused.value)


def test_a_fact_written_before_a_field_existed_reads_with_its_default() -> None:
    parts = json.loads(canonical(a_fact()))
    del parts["caused_by"]
    assert decoded(json.dumps(parts), "").caused_by is None


@pytest.mark.parametrize("body", ["", "{}", "[]", '"x"', "null", '{"seq":1}', "{"])
def test_what_is_no_fact_is_no_fact(body: str) -> None:
    with pytest.raises(ValueError):
        decoded(body, "")


def test_a_fact_with_a_field_from_the_future_is_not_read_as_less_than_it_says() -> None:
    parts = json.loads(canonical(a_fact())) | {"weather": "storm"}
    with pytest.raises(ValueError, match="weather"):
        decoded(json.dumps(parts), "")
    del parts["speaker"]  # as many fields as there should be, but not those
    with pytest.raises(ValueError):
        decoded(json.dumps(parts), "")
