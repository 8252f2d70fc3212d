"""Conditions and expectations, answered from facts alone."""

from hypothesis import given
from hypothesis import strategies as st

from command_center.domain.scenarios.conditions import Condition, Match
from command_center.domain.scenarios.scenario import Expectation
from command_center.domain.scenarios.watching import Seen, holds_at, matches, outcome
from command_center.domain.text import Prose

SHUT = {"element": "v-1", "state": "shut"}


def condition(**parts: object) -> Condition:
    return Condition.model_validate(parts)


def expectation(by_s: int = 60, who: str | None = None) -> Expectation:
    return Expectation(
        id="e", inject="i", objective="o", text=Prose(zh="关", en="Shut"), who=who, by_s=by_s,
        fact=Match.model_validate({
            "kind": "valve.reported",
            "where": [{"field": "element", "names": "v-1"}, {"field": "state", "equals": "shut"}],
        }), source=Prose(zh="本产品", en="Ours"),
    )  # fmt: skip


def test_a_fact_is_meant_by_kind_and_every_field() -> None:
    match = expectation().fact
    assert matches(match, Seen(1, "valve.reported", SHUT))
    assert not matches(match, Seen(1, "valve.reported", SHUT | {"state": "open"}))
    assert not matches(match, Seen(1, "valve.reported", {"state": "shut"}))
    assert not matches(match, Seen(1, "source.reported", SHUT))


def test_of_a_list_one_entry_is_enough_and_a_truth_is_no_number() -> None:
    zone = Match.model_validate({"kind": "a.b", "where": [{"field": "zones", "names": "w1"}]})
    assert matches(zone, Seen(0, "a.b", {"zones": ["w2", "w1"]}))
    assert not matches(zone, Seen(0, "a.b", {"zones": []}))
    late = Match.model_validate({"kind": "a.b", "where": [{"field": "late", "equals": "false"}]})
    assert matches(late, Seen(0, "a.b", {"late": False}))
    assert not matches(late, Seen(0, "a.b", {"late": 0}))
    several = Match.model_validate(
        {"kind": "a.b", "where": [{"field": "n", "one_of": ["1", "two"]}]}
    )
    assert matches(several, Seen(0, "a.b", {"n": 1}))
    assert matches(several, Seen(0, "a.b", {"n": "two"}))
    assert not matches(several, Seen(0, "a.b", {"n": True}))


def test_a_delay_lies_ahead_and_within_shuts_out_what_is_late() -> None:
    after = condition(fact={"kind": "a.b", "after_s": 60, "within_s": 100})
    assert holds_at(after, []) is None
    assert holds_at(after, [Seen(90, "a.b", {})]) == 150
    assert holds_at(after, [Seen(101, "a.b", {})]) is None
    assert holds_at(after, [Seen(99, "a.b", {}), Seen(5, "a.b", {})]) == 65


def test_what_is_missing_holds_at_its_time_unless_it_came() -> None:
    missing = condition(missing={"kind": "a.b", "by_s": 300})
    assert holds_at(missing, []) == 300
    assert holds_at(missing, [Seen(300, "a.b", {})]) is None
    assert holds_at(missing, [Seen(301, "a.b", {})]) == 300


def test_all_waits_for_the_last_and_any_takes_the_first() -> None:
    parts = [{"fact": {"kind": "a.b"}}, {"fact": {"kind": "c.d"}}]
    seen = [Seen(10, "a.b", {}), Seen(20, "c.d", {})]
    assert holds_at(condition(all=parts), seen) == 20
    assert holds_at(condition(all=parts), seen[:1]) is None
    assert holds_at(condition(any=parts), seen) == 10
    assert holds_at(condition(any=parts), seen[1:]) == 20


def test_an_expectation_is_open_then_met_late_missed_or_not_reached() -> None:
    expected = expectation(by_s=60)
    assert outcome(expected, [], 100, 159, ended=False).state == "open"
    assert outcome(expected, [], 100, 161, ended=False).state == "missed"
    assert outcome(expected, [], 100, 161, ended=True).state == "missed"
    assert outcome(expected, [], 100, 120, ended=True).state == "not_reached", "it had 40 s left"
    met = outcome(expected, [Seen(160, "valve.reported", SHUT)], 100, 500, ended=False)
    assert (met.state, met.took_s) == ("met", 60)
    late = outcome(expected, [Seen(161, "valve.reported", SHUT)], 100, 500, ended=True)
    assert (late.state, late.took_s) == ("late", 61)


def test_done_before_its_inject_is_moot_and_never_a_negative_time() -> None:
    before = outcome(expectation(), [Seen(40, "valve.reported", SHUT)], 100, 200, ended=False)
    assert before.state == "moot"
    assert before.took_s is None


def test_what_is_expected_anew_is_not_settled_by_what_was_done_before() -> None:
    expected = expectation().model_copy(update={"anew": True})
    before, after = Seen(40, "valve.reported", SHUT), Seen(130, "valve.reported", SHUT)
    assert outcome(expected, [before], 100, 120, ended=False).state == "open"
    assert outcome(expected, [before], 100, 200, ended=False).state == "missed"
    met = outcome(expected, [before, after], 100, 200, ended=False)
    assert (met.state, met.took_s) == ("met", 30)


def test_somebody_elses_deed_is_not_credited() -> None:
    expected = expectation(who="fire")
    other = Seen(110, "valve.reported", SHUT, frozenset({"chief"}))
    own = Seen(120, "valve.reported", SHUT, frozenset({"chief", "fire"}))
    assert outcome(expected, [other], 100, 130, ended=False).state == "open"
    assert outcome(expected, [other, own], 100, 130, ended=False).took_s == 20


@given(
    times=st.lists(st.floats(0, 1000), max_size=8),
    fired=st.floats(0, 500),
    later=st.floats(0, 1000),
)
def test_time_alone_never_takes_back_what_was_met(
    times: list[float], fired: float, later: float
) -> None:
    seen = [Seen(t, "valve.reported", SHUT) for t in sorted(times)]
    first = outcome(expectation(), seen, fired, fired, ended=False)
    then = outcome(expectation(), seen, fired, fired + later, ended=True)
    if first.state in ("met", "late", "moot"):
        assert then == first
    assert first.took_s is None or first.took_s >= 0
    assert then.state != "open"


@given(
    times=st.lists(st.tuples(st.sampled_from(["a.b", "c.d"]), st.integers(0, 900)), max_size=8),
    cut=st.integers(0, 900),
)
def test_more_facts_never_make_a_condition_on_facts_later(
    times: list[tuple[str, int]], cut: int
) -> None:
    asked = condition(any=[
        {"fact": {"kind": "a.b", "after_s": 30}},
        {"all": [{"fact": {"kind": "a.b"}}, {"fact": {"kind": "c.d"}}]},
    ])  # fmt: skip
    seen = [Seen(t, kind, {}) for kind, t in sorted(times, key=lambda x: x[1])]
    early = holds_at(asked, [s for s in seen if s.t_s <= cut])
    whole = holds_at(asked, seen)
    if early is not None:
        assert whole is not None
        assert whole <= early
