"""At any time the page shows the verdict that holds then: the turns of every row of the recorded boards, taken by
the shipped script at random times and around each turn, against the rule said a second time (support/turn_rules.py).
"""

from collections import Counter, defaultdict
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from functools import cache
from pathlib import Path
from random import Random
from typing import Any

import orjson
import pytest

from command_center.domain.actor import DUTY_ACTOR, Role
from command_center.domain.drills.exercise_tag import drill_of_name
from command_center.domain.site.model import Site
from command_center.domain.site.view import public_site
from command_center.domain.state.people.gate_presence import GatePresence, silent_after_ms
from command_center.live.audience import Audience
from command_center.live.rows.center.ticker_rows import KEPT, ticker_row
from command_center.live.rows.kind import Doorway, kind_of, listed
from command_center.live.rows.kind import Seen as SeenBy
from tests.domain.matters.permit import PermitWorks
from tests.domain.matters.test_reinspecting import Walked
from tests.domain.matters.works import HAZARD
from tests.support import turn_rules
from tests.support.factories import CONTROLLER, ControlRoom
from tests.support.gates import passage
from tests.support.rows import row_at
from tests.support.small_works import PARTS, at, named, small_works
from tests.support.tape import read, tapes
from tests.support.tape_boards import Player
from tests.support.turn_rules import RULES, Row, Seen, Verdict, key_channels, key_people
from tests.support.turns_in_rows import in_row, paths, taken_in_the_browser

NAMELESS = {
    "readiness contacts.contacts.turns": key_people,
    "readiness channels.people.turns": key_channels,
}
"""These rows name nobody: their turns are held against all key people together."""
RANDOM_TIMES = 3
ABOUT = 1_790_000_000_000
"""A time near those of the tapes."""


@dataclass(frozen=True, slots=True)
class Case:
    """Lists of turns that stand at `path`, the times they are taken at, and what is to be taken then."""

    path: str
    where: str
    part: Row
    turns: list[list[Any]]
    times: list[int]
    wanted: list[list[Verdict]]

    def wrong(self, said: list[list[Verdict]]) -> list[str]:
        """What the script says that the rule does not."""
        told = [sorted(at) for at in zip(*said, strict=True)]
        return [
            f"{self.where} {self.path} at {now}: {is_said}, by the rule {wanted}, of {self.turns}"
            for now, is_said, wanted in zip(self.times, told, self.wanted, strict=True)
            if is_said != sorted(wanted)
        ]


def times_of(turns: list[list[Any]], about: int, lot: Random, first: int = 1) -> list[int]:
    """Just before and after each turn, and at random times from a second to a year around; none before
    `first`."""
    around = [at + by for one in turns for at, _, _ in one if at or first < 0 for by in (-1, 0, 1)]
    base = lot.choice([at for one in turns for at, _, _ in one if at] or [about])
    for _ in range(RANDOM_TIMES):
        around.append(base + lot.choice((-1, 1)) * int(10 ** lot.uniform(0, 10.5)))
    return sorted({max(first, at) for at in around})


def cases_of(seen: Seen, lot: Random, about: int) -> Iterator[Case]:
    """The cases of one row."""
    kind = kind_of(*_address(seen))
    assert kind is not None
    found = list(in_row(kind, seen.row))
    for nameless, rule in NAMELESS.items():
        together = [turns for path, _, _, turns in found if path == nameless]
        if together:
            times = times_of(together, about, lot)
            wanted = [list(rule(seen, now)) for now in times]
            yield Case(nameless, seen.key, seen.row, together, times, wanted)
    for path, name, part, turns in found:
        if path not in NAMELESS:
            of = Seen(seen.site, seen.rows, name or seen.key, seen.row, part)
            times = times_of([turns], about, lot)
            yield Case(
                path, seen.key, part, [turns], times, [[RULES[path](of, now)] for now in times]
            )


def _address(seen: Seen) -> tuple[str, str]:
    topic = next(topic for topic, rows in seen.rows.items() if rows.get(seen.key) is seen.row)
    return topic, seen.key


@cache
def cases_of_tapes() -> list[Case]:
    """Every list of turns on the boards of the tapes, each once."""
    lot, known = Random(11), {}
    for tape in (read(name) for name in tapes()):
        player = Player(tape)
        for _ in player.moments():
            scenes: dict[str | None, dict[str, dict[str, Row]]] = defaultdict(dict)
            for role in (
                Role.CONTROLLER,
                Role.COMMANDER,
            ):  # a drill's direction is the controller's
                board = orjson.loads(player.hub.board(Audience(role)).plain)
                for topic, rows in board["rows"].items():
                    drill, plain = drill_of_name(topic)
                    scenes[drill][plain] = scenes[drill].get(plain, {}) | rows
            for rows_of_scene in scenes.values():
                for rows in rows_of_scene.values():
                    for key, row in rows.items():
                        seen = Seen(tape.site, rows_of_scene, key, row, row)
                        for case in cases_of(seen, lot, ABOUT):
                            known[case.path, orjson.dumps([case.turns, case.part])] = case
    return list(known.values())


def staged(room: ControlRoom) -> list[Case]:
    """What no tape has: a shelved alarm, one that was handed over, an incident opened in error, and incidents
    whose hazard asks its own questions, with sirens that were and were not to sound."""
    heard = [{"id": "north", "exercises": True}, {"id": "south", "exercises": False}]
    room.does(DUTY_ACTOR, "siren.enrol", gateway="gw-1", sirens=heard)
    alarms = [room.alarm(one, priority="medium", limit=8.0) for one in ("H", "HH")]
    [opened] = room.does("ann", "incident.open", place="tank", plan="leak-plan")
    incident = str(opened.data["id"])
    room.does("ann", "incident.withdraw", incident=incident, reason="opened in error")
    room.later(1)
    room.does(DUTY_ACTOR, "siren.enrol", gateway="gw-2", sirens=[heard[0] | {"id": "east"}])
    asking = [
        str(room.does("ann", "incident.open", place=place, hazard=hazard)[0].data["id"])
        for place, hazard in zip(
            room.site.places, ("person_down", "fire", "power_cut"), strict=False
        )
    ]
    for alarm in alarms:
        room.does("ann", "alarm.shelve", alarm=alarm, minutes=15, reason="being mended")
    room.state.alarms[alarms[0]].handed_over = True
    eva: dict[str, Any] = {"person": "eva", "channel": "sms", "version": "v1", "expected": 0}
    room.does(DUTY_ACTOR, "contact.change", change="added", **eva)
    room.does(CONTROLLER, "contacts.ask", scope="people", people=["eva"])
    told = []
    shown = [
        *(("alarms", alarm) for alarm in alarms),
        *(("incident", one) for one in (incident, *asking)),
        *(("incident", f"sirens:{one}") for one in (incident, *asking)),
        ("people", "contact:eva"),
        ("people", "campaign:PRF-1"),
    ]
    for topic, key in shown:
        row = row_at(room.state, room.site, topic, key)
        assert row is not None
        plain = orjson.loads(orjson.dumps(row))
        told.append(Seen(room.site, {topic: {key: plain}}, key, plain, plain))
    return [case for seen in told for case in cases_of(seen, Random(5), room.now)]


def thought_through() -> Site:
    """The small works with the response to an alarm, and the minutes there are for it."""
    word = named("Close the inlet")
    return small_works(
        rationalisations=[
            {"tag": "LT-T", "condition": "H", "cause": word, "consequence": word, "response": word,
             "respond_within_min": 10},
        ],
    )  # fmt: skip


def keeping() -> Site:
    """The small works with gates that count, a limit of an area, keepers, counts and inspections that are due, batches
    and an agreement that ends."""
    more: dict[tuple[str, str], dict[str, Any]] = {
        ("suit", "hall"): {"count_every_days": 30, "counted": "2026-11-05"},
        ("suit", "vault"): {"inspect_every_days": 90},
        ("mask", "hall"): {"count_every_days": 30, "inspection_due": "2027-02-01"},
        ("foam", "hall"): {"batches": [{"batch": "A", "quantity": 0.1, "expires": "2026-12-20"}]},
        ("foam", "shed"): {
            "expires": "2026-11-20",
            "inspect_every_days": 365,
            "inspected": "2026-01-03",
        },
    }
    inspected: dict[str, dict[str, Any]] = {
        "pair": {"inspect_every_days": 30, "inspected": "2026-11-10", "keeper": "farm-hand"},
        "hoses": {"inspect_every_days": 30},
    }
    return small_works(
        areas=[one | ({"limit": 1} if one["id"] == "shop-1" else {}) for one in PARTS["areas"]],
        gates=[
            *PARTS["gates"],
            at("lorries", 0, 60, area="farm", readers=["R-1", "R-2"]),
            at("turnstile", 220, 100, area="shop-1", inner=True, readers=["R-3"], heartbeat_s=10),
        ],
        stores=[one | {"keeper": "farm-hand"} for one in PARTS["stores"]],
        stock=[one | more.get((one["resource"], one["store"]), {}) for one in PARTS["stock"]],
        kits=[one | inspected.get(one["id"], {}) for one in PARTS["kits"]],
        outside=[one | {"agreement_expires": "2026-12-31"} for one in PARTS["outside"]],
    )


def at_work(room: ControlRoom) -> list[Case]:
    """What stands on the board of a plant that keeps its stock and counts who is inside (`keeping`)."""
    incident = room.leak()
    for number in ("V-1", "V-2", "V-3"):
        driver = {"visitor": number, "kind": "driver", "gate": "main-gate"}
        room.desk.submit("visitor.register", driver, DUTY_ACTOR)
    room.does("ann", "entry.ready", incident=incident, persons=["eva", "fay"], pressure_mpa=27)
    for hours, post in ((1, "second"), (30, "lead-1"), (12, "keeper")):
        lent = {"capability": "direct", "areas": ["shop-1"], "from_post": "chief", "to_post": post}
        room.does("ann", "authority.delegate", hours=hours, reason="busy", **lent)
    room.does("ann", "authority.revoke", delegation="DLG-3", reason="no need")
    for gap, hours in (("kit:four", 1), ("kit:hoses", 30)):
        measure = {"gap": gap, "person": "kim", "what": "Kim comes with the key"}
        room.does("ann", "readiness.interim", hours=hours, **measure)
    glass: dict[str, Any] = {"account": "fire-1", "changed_at": room.now}
    room.does(DUTY_ACTOR, "account.record", change="break_glass_sealed", **glass)
    until = room.now + 4 * 3_600_000
    room.does(DUTY_ACTOR, "account.record", change="break_glass_opened", until=until, **glass)
    room.does("ann", "roll_call.start", incident=incident)
    gates = GatePresence()
    gates.look(room.site, room.now)
    told = on_the_board(room, gates)  # no reader was heard yet, nobody has answered
    for reader, gate in room.site.gate_of_reader.items():
        gates.hear(reader, room.now, up=True, silent_after_ms=silent_after_ms(gate))
    gates.look(room.site, room.now)
    gates.take(
        [
            passage("ann", "in", room.now, "lorries"),
            passage("gus", "out", room.now, "lorries"),
            passage("hua", "in", room.now, "turnstile"),
            passage("card:ab", "in", room.now, "turnstile"),
            passage("V-2", "in", room.now, "lorries"),
            passage("V-3", "out", room.now, "lorries"),
        ]
    )
    told += on_the_board(room, gates)
    for person in ("eva", "fay"):
        room.does(person, "roll_call.answer", incident=incident, person=person)
        told += on_the_board(room, gates)
    room.does("ann", "roll_call.end", incident=incident)
    return told + on_the_board(room, gates)


ROUND = """
template: cabinet-round
title: {zh: 巡查, en: Round of a cabinet}
fields: {place: {type: place, required: true}}
parties: {checker: opener}
states: [owed, checked]
moves: {check: {from: owed, to: checked, by: checker}}
due: {check: {within: 2 h}}
"""


def under_permits(where: Path) -> list[Case]:
    """Work under a permit before and in an incident, a hazard near it, and a round that is owed."""
    works = PermitWorks(where, ROUND)
    works.shelf.put(HAZARD.replace("states:", "readers: [safety, commander]\nstates:", 1))
    works.opens("fay", "cabinet-round", place="shop-1")
    works.opens("fay", "hazard", place="root-valve", category="equipment/pipe/clamp",
                level="general", found="A clamp leaks")  # fmt: skip
    works.beat()
    permit, gates = works.started(), GatePresence()
    told = on_the_board(works, gates)
    works.does("hua", "matter.enter", matter=permit, person="cai")
    works.does("ann", "incident.open", place="tank")
    told += on_the_board(works, gates)
    works.beat()
    works.does("hua", "matter.leave", matter=permit, person="cai")
    return told + on_the_board(works, gates)


def after_rounds(where: Path) -> list[Case]:
    """Three rounds of which points were drawn: of one the second inspection is open, two the safety officer walked, so
    that nobody can be asked to inspect them again."""
    where.mkdir()
    works = Walked(where)
    asked = works.walk("eva")
    works.does(DUTY_ACTOR, "matter.reinspect", matter=asked)
    works.walk("ben")
    works.later(60)
    works.walk("ben")
    return on_the_board(works, GatePresence())


def on_the_board(room: ControlRoom, gates: GatePresence) -> list[Case]:
    """Every row of a board that starts now, as far as facts and gates make it."""
    made, rows = SeenBy(room.state, room.site, door=Doorway(gates)), defaultdict[str, Any](dict)
    for kind, name in listed(made):
        if (row := kind.make(made, name)) is not None:
            rows[kind.topic][kind.key_of(name)] = orjson.loads(orjson.dumps(row))
    for fact in room.facts()[-KEPT:]:
        rows["ticker"][str(fact.seq)] = orjson.loads(orjson.dumps(ticker_row(fact)))
    lot = Random(7)
    return [
        case
        for keyed in list(rows.values())
        for key, row in keyed.items()
        for case in cases_of(Seen(room.site, rows, key, row, row), lot, room.now)
    ]


def of_the_site() -> list[Case]:
    """The turns that come with the site."""
    site, lot = read("two-incidents").site, Random(3)
    shown = orjson.loads(orjson.dumps(public_site(site)))
    told = []
    for what, turns, said in turn_rules.of_site(site, shown):
        times = times_of([turns], 100_000, lot, min(1, turns[0][0] if turns else 1))
        told.append(
            Case(what.partition(" ")[0], what, {}, [turns], times, [[said(n)] for n in times])
        )
    return told


def wrong(cases: list[Case]) -> list[tuple[Case, str]]:
    """Each case that the script says otherwise than the rule, and how."""
    asked = [(turns, case.times) for case in cases for turns in case.turns]
    said = iter(taken_in_the_browser(asked))
    return [(case, how) for case in cases for how in case.wrong([next(said) for _ in case.turns])]


def test_every_turn_that_a_row_carries_has_its_rule() -> None:
    assert RULES.keys() | NAMELESS.keys() == paths()


@pytest.mark.slow
def test_the_page_shows_at_any_time_what_the_rule_says(
    room_of: Callable[..., ControlRoom], tmp_path: Path
) -> None:
    cases = [
        *cases_of_tapes(), *staged(room_of(thought_through())), *at_work(room_of(keeping())), *under_permits(tmp_path),
        *after_rounds(tmp_path / "rounds"),
    ]  # fmt: skip
    assert {case.path for case in cases} == paths()
    assert [how for _, how in wrong(cases)][:5] == []


def test_what_comes_with_the_site_turns_by_its_rules() -> None:
    cases = of_the_site()
    assert {case.path for case in cases} == {
        "tag", "source", "outside", "plan", "step", "position", "inject",
    }  # fmt: skip
    assert [how for _, how in wrong(cases)][:5] == []


@pytest.mark.slow
def test_a_directive_is_late_by_its_turns_when_its_fact_says_so() -> None:
    rows = [case.part for case in cases_of_tapes() if case.path == "directives *.turns"]
    answered = [row for row in rows if row["acknowledged_at"] is not None]
    assert {row["ack_late"] for row in answered} == {True, False}
    site = read("two-incidents").site
    for row in answered:
        issued = {**row, "state": "issued", "disputed": [], "returned": False, "conflict": False}
        seen = Seen(site, {}, row["id"], issued, issued)
        late = RULES["directives *.turns"](seen, row["acknowledged_at"])[1] == "late"
        assert late == row["ack_late"], row["id"]


@pytest.mark.slow
def test_a_turn_that_comes_a_millisecond_early_or_late_is_found(
    room: ControlRoom, room_of: Callable[..., ControlRoom]
) -> None:
    """Wherever time turns a verdict, of each kind of row."""
    cases = [*cases_of_tapes(), *staged(room), *at_work(room_of(keeping())), *of_the_site()]
    turning = {case.path for case in cases if any(len(one) > 1 for one in case.turns)}
    for by in (-1, 1):
        moved = [replace(case, turns=[_moved(one, by) for one in case.turns]) for case in cases]
        found = Counter(case.path for case, _ in wrong(moved))
        assert set(found) == turning


def _moved(turns: list[Any], by: int) -> list[Any]:
    """The same turns with the last one `by` ms later, where it comes at a time."""
    *rest, (at, sign, code) = turns if turns else [(0, "", "")]
    return [*rest, [at + by if at or rest else at, sign, code]] if turns else []
