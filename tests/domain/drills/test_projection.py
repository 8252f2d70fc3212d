"""The canonical projection: what happened in a drill, and nothing that differs from run to run."""

from dataclasses import replace

from command_center.domain.actor import ActorKind, Via
from command_center.domain.drills.projection import projection, sha256_of
from command_center.domain.fact import AtBasis, Fact

BEGAN = 1_796_148_600_000


def fact(seq: int, kind: str, at: int, drill: str | None = "DRL-1", **data: object) -> Fact:
    return Fact(
        seq=seq, site="s", at=at, at_basis=AtBasis.OBSERVED, recorded_at=at + 5_000_000,
        actor="wang", actor_kind=ActorKind.VIRTUAL, via=Via.API, kind=kind, v=1, data=data,
        drill=drill, exercise=drill is not None, hash=f"{seq:064d}",
    )  # fmt: skip


def drill(first: int = 1, name: str = "DRL-1", began: int = BEGAN) -> list[Fact]:
    """A small drill whose journal began elsewhere, at another hour, under another name."""
    return [
        fact(first, "drill.sealed", began - 9_000, name, commitment="ab", generator="g/1"),
        fact(first + 1, "drill.started", began + 77, name, exercise_at=began, speed=1.0),
        fact(first + 2, "alarm.raised", began + 60_000, name, id="LT-1.LL", onset=began + 58_000),
        fact(first + 3, "report.received", began + 61_000, name, place="T1", text="smell"),
        fact(
            first + 4, "incident.opened", began + 70_000, name,
            id=f"{name}-INC-1", t0=began + 60_000, t0_seq=first + 2, count=3,
        ),
        fact(first + 5, "drill.ended", began + 99_000, name, exercise_at=began + 90_000),
        fact(first + 6, "drill.revealed", began + 99_500, name, content="x", nonce="y"),
        fact(first + 7, "review.opened", began + 99_600, name, due_at=began + 10**9),
    ]  # fmt: skip


def test_another_journal_hour_and_name_have_the_same_projection() -> None:
    one = projection(drill(), "DRL-1")
    other = projection(drill(first=812, name="DRL-7", began=BEGAN + 86_400_000), "DRL-7")
    assert one == other
    assert sha256_of(one) == sha256_of(other)


def test_times_count_from_the_start_and_numbers_from_its_first_fact() -> None:
    started, alarm, _, opened, ended = projection(drill(), "DRL-1")
    assert (started["at"], alarm["at"], ended["at"]) == (0, 60_000, 90_000)
    assert opened["data"] == {"id": "INC-1", "t0": 60_000, "t0_seq": 1, "count": 3}
    assert alarm["data"]["onset"] == 58_000


def test_a_second_or_a_word_makes_it_another() -> None:
    facts = drill()
    same = sha256_of(projection(facts, "DRL-1"))
    facts[3] = replace(facts[3], at=facts[3].at + 1_000)
    assert sha256_of(projection(facts, "DRL-1")) != same
    facts = drill()
    facts[3] = replace(facts[3], data={"place": "T1", "text": "fire"})
    assert sha256_of(projection(facts, "DRL-1")) != same


def test_reality_and_other_drills_are_no_part_of_it() -> None:
    others = [fact(40, "alarm.raised", BEGAN, None, id="A"), *drill(50, "DRL-2")]
    assert projection([*drill(), *others], "DRL-1") == projection(drill(), "DRL-1")
