"""The bytes of a fact: everything in it counts, and everything comes back as it was."""

import json
import pickle
from copy import deepcopy
from dataclasses import fields, replace
from typing import Any

import orjson
import pytest
from hypothesis import given
from hypothesis import strategies as st

from command_center.domain.actor import ActorKind, Via
from command_center.domain.bounds.json_bounds import (
    DEEPEST,
    LARGEST_FACT,
    SAFE_INTEGER,
    SHORTENED,
    Unkeepable,
    beyond,
)
from command_center.domain.fact import AtBasis, Fact
from command_center.live.changes import Changes
from command_center.live.rows.center.ticker_rows import ticker_row
from command_center.notify.hooks.sender import body_of
from command_center.store.journal.canonical import (
    GENESIS,
    canonical,
    chained,
    decoded,
    decoded_all,
    is_too_deep,
    rewritten,
)
from command_center.web.request.answers import answer_json
from tests.store.facts import a_fact

texts = st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\0"), max_size=30)
integers = st.integers(-SAFE_INTEGER, SAFE_INTEGER)
floats = st.floats(allow_nan=False, allow_infinity=False)
json_values = st.recursive(
    st.none() | st.booleans() | integers | floats | texts,
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(texts, inner, max_size=4),
    max_leaves=20,
)


@st.composite
def at_the_bound(draw: st.DrawFn) -> Any:
    """A value that nests nearly as deeply as a fact may, and then a little more."""
    value = draw(json_values)
    for _ in range(draw(st.integers(DEEPEST - 8, DEEPEST + 8))):
        value = {draw(texts): value} if draw(st.booleans()) else [value]
    return value


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


@given(facts, at_the_bound())
def test_every_encoder_takes_whatever_is_written_down(fact: Fact, value: Any) -> None:
    """A row of the board, the answer of a door, a webhook, an export, a snapshot, a copy of a state."""
    fact = replace(fact, kind="matter.filled", data={**fact.data, "fields": {"code": value}})
    try:
        body = canonical(fact)
    except ValueError:
        assert beyond(dict(fact.data), DEEPEST - 1) is not None
        return
    back = decoded(body, "ab")
    assert SHORTENED not in body
    assert back.data == fact.data
    assert rewritten(back, body) == body
    changes = Changes()
    assert changes.put(
        [("ticker", "1", {**ticker_row(back)}), ("matters", "1", {"fields": back.data})]
    )
    assert answer_json({"facts": [back], "found": [{"rows": [{"fields": back.data}]}]}).data
    assert body_of(back, "hazard")
    assert orjson.loads(b'{"seq":1,"hash":"ab","fact":%b}' % body.encode())
    assert deepcopy(back) == pickle.loads(pickle.dumps(back)) == back


whatever = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=5) | st.uuids()
    | st.sampled_from((SAFE_INTEGER, SAFE_INTEGER + 1, -SAFE_INTEGER - 1, "\0", "\ud800", "NaN", 1.5e300, Via.PHONE)),
    lambda inner: st.lists(inner, max_size=3)
    | st.dictionaries(st.text(max_size=3) | st.integers() | st.none(), inner, max_size=3),
    max_leaves=8,
)  # fmt: skip


@given(whatever)
def test_what_is_written_down_at_one_go_is_what_a_close_look_lets_pass(value: Any) -> None:
    fact = replace(a_fact(), data={"value": value})
    body = {field.name: getattr(fact, field.name) for field in fields(Fact) if field.name != "hash"}
    refused = beyond(body, DEEPEST)
    if refused is None:
        dense = json.dumps(body, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
        assert canonical(fact) == dense
        return
    with pytest.raises(Unkeepable) as met:
        canonical(fact)
    assert met.value.beyond == refused


def test_a_stamp_stands_in_place_of_the_facts_own() -> None:
    fact = a_fact()
    assert canonical(fact, seq=7, recorded_at=9) == canonical(replace(fact, seq=7, recorded_at=9))


def test_what_an_older_release_kept_too_deep_is_served_shortened() -> None:
    deep: Any = "the end"
    for _ in range(251):
        deep = [deep]
    parts = json.loads(canonical(a_fact())) | {"data": {"note": deep, "kept": 1}}
    body = json.dumps(parts, sort_keys=True, separators=(",", ":"))
    back = decoded(body, "ab")
    assert is_too_deep(body)
    assert back.data["kept"] == 1
    assert SHORTENED in str(back.data)
    assert "the end" not in str(back.data)
    assert canonical(back)
    assert rewritten(back, body) == body


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
        "before \0 after",
        {"\0": 1},
        json.loads("[" * DEEPEST + "]" * DEEPEST),
        b"bytes",
        {1, 2},
        object(),
    ],
)
def test_what_would_not_come_back_is_refused_and_placed(bad: Any) -> None:
    with pytest.raises(ValueError) as refused:
        canonical(a_fact(bad))
    assert "data.note" in str(refused.value)


def test_a_fact_has_a_largest_size() -> None:
    with pytest.raises(ValueError, match="too_large"):
        canonical(a_fact("氯" * (LARGEST_FACT // 3)))
    assert canonical(a_fact("x" * (LARGEST_FACT - 1_000)))


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
