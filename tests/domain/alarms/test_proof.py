"""Report by exception: an unchanged value stays fresh only while keep-alives prove it."""

from command_center.domain.reading import Proof, Quality
from tests.domain.recorded import Watched
from tests.domain.watched_site import T0, said, watched_site


def heard(**limits: float) -> Watched:
    watched = Watched(watched_site(period_s=2, **limits))
    watched.look(T0)
    watched.observe(said(tag, 20, 5) for tag in ("lt", "in", "out", "gas"))
    return watched


def prove(watched: Watched, at_s: float, *tags: str) -> None:
    for tag in tags:
        watched.watch.prove(Proof(tag, T0 + round(at_s * 1000)))


def stale(watched: Watched, at_s: float) -> set[str]:
    watched.look(T0 + round(at_s * 1000))
    return {one for one in watched.active() if one.endswith("STALE")}


def test_what_is_proven_is_not_silent_and_what_is_not_is() -> None:
    watched = heard()
    prove(watched, 40, "lt", "in", "out")
    assert stale(watched, 41) == {"gas:STALE"}
    assert stale(watched, 60) == {"dcs:STALE", "gas:STALE"}, "the proof has an age of its own"
    prove(watched, 60.5, "lt", "in", "out", "gas")
    assert stale(watched, 61) == set()


def test_a_proof_of_what_was_never_heard_proves_nothing() -> None:
    watched = Watched(watched_site(period_s=2))
    watched.look(T0)
    watched.observe(said(tag, 20, 5) for tag in ("lt", "in", "out"))
    prove(watched, 20, "gas")
    assert stale(watched, 21) == {"gas:STALE"}


def test_a_value_beyond_its_limit_that_does_not_change_trips_after_its_delay() -> None:
    """The gas detector says 12 ppm once; its limit is 10 ppm for two seconds."""
    watched = heard()
    watched.observe([said("gas", 22, 12)])
    prove(watched, 23, "gas")
    watched.look(T0 + 23_000)
    assert "gas:H" not in watched.active()
    prove(watched, 24, "gas")
    watched.look(T0 + 24_000)
    assert "gas:H" in watched.active()


def test_a_reading_from_before_a_proof_is_judged_when_it_comes_after_it() -> None:
    watched = heard(h=6.0)
    prove(watched, 24, "lt")
    watched.observe([said("lt", 23, 6.5)])
    watched.look(T0 + 24_000)
    assert "lt:H" in watched.active()


def test_a_bad_value_is_not_made_good_by_a_proof() -> None:
    watched = heard(h=6.0)
    watched.observe([said("lt", 22, 6.5, Quality.BAD)])
    prove(watched, 24, "lt")
    watched.look(T0 + 24_000)
    assert "lt:H" not in watched.active()
