"""The week's two drills of one scenario, a tank that is filled behind a gauge that stands still: an announced
one by day, and five days later a surprise at night in which a lesson of the first is tested.

People play both; a controller ends them. The second is done in less time.
"""

from dataclasses import dataclass
from datetime import time
from typing import Any

from command_center.cli.lived_week.alarms import hour_of
from command_center.cli.lived_week.answering import Response
from command_center.cli.lived_week.episodes import Episode, lived
from command_center.cli.lived_week.reviewing import Lesson, Reviewing, Words, reviewed
from command_center.cli.lived_week.room import MINUTE_MS, SECOND_MS, Room, Story, WeekFailed
from command_center.domain.actor import Actor, Role
from command_center.domain.drills.sealing import NONCE_BYTES, commitment_of
from command_center.domain.scenarios.open_actions import open_actions
from command_center.domain.scenarios.plan import DrillPlan
from command_center.domain.scenarios.resolving import Setting, Unresolvable, resolve
from command_center.domain.scenarios.sealed import sealed_text
from command_center.store.sealed import Kept
from simulations.scenarios import library
from simulations.surprise.lots import Lots
from simulations.surprise.playing import GENERATOR, jitter
from simulations.surprise.testing import testing

SCENARIO = "tank-overfill"
TANK, GAUGE, INFLOW, OUTFLOW = "T201", "LT-201", "FT-201A", "FT-201B"
INLET, OUTFALL, AREA, KIT, KIT_STORE = "XV-2011", "V-7", "TF", "KIT-FOAM", "SFS"
STAGING, MUSTER = "ST", "M-B"
FILLED_M3_H = 60.0


@dataclass(frozen=True, slots=True)
class Pace:
    """How quickly people were, in seconds: after the alarm (`ack`, `opened`), after the driver's call
    (`asked`), after the tank ran over (all others), and after the lorry's question (`engine`). `entry` is
    when a pair is checked after the driver's call, and how long after that it goes in, is at work, is out.
    """

    ack: float
    opened: float
    asked: float
    entry: tuple[float, tuple[float, float, float]]
    evacuated: float
    foam: float
    foam_ack: float
    dispatched: float
    drawn: float
    shut: float
    outfall: float
    counted: float
    engine: float
    ends: float


SLOW = Pace(58, 171, 128, (330, (160, 262, 640)), 104, 62, 97, 168, 560, 98, 655, 260, 76, 1_150)
QUICK = Pace(27, 96, 84, (128, (92, 161, 470)), 58, 34, 22, 96, 255, 66, 412, 150, 48, 960)


@dataclass(frozen=True, slots=True)
class Held:
    """One of the two: when, how, how quickly, and who plays which part by post."""

    number: int
    unannounced: bool
    setting: Setting
    at: int
    pace: Pace
    w2_post: str = "w2-lead"


def both(room: Room) -> tuple[Held, Held]:
    """The two drills of the week."""
    announced = Setting(shift="day", hour=time(14, 20))
    return (
        Held(1, False, announced, hour_of(room, 6, 14 + 20 / 60), SLOW),
        Held(2, True, Setting(), hour_of(room, 2, 4 + 40 / 60), QUICK),
    )


def drilled(room: Room, held: Held) -> Story:
    """Plan, seal, start, play, end and review one drill."""
    controller = room.as_person(None, Role.CONTROLLER)
    yield held.at - (26 * 60 if held.number == 1 else 9 * 60) * MINUTE_MS
    plan = _plan(room, held)
    name = plan.name.model_dump()
    drill = str(
        room.does(
            controller, "drill.plan", name=name, unannounced=held.unannounced, people=_players(plan)
        )[0].data["id"]
    )
    _seal(room, controller, drill, plan, held)
    yield held.at
    if not held.unannounced:
        room.does(controller, "drill.start", drill=drill)
    room.beat()
    yield held.at + SECOND_MS
    if drill not in room.state.twins:
        raise WeekFailed(f"{drill} did not start")
    room.begin(_played(room, held, drill, plan))


def _plan(room: Room, held: Held) -> DrillPlan:
    plan = resolve(
        library()[SCENARIO],
        room.site,
        held.setting,
        jitter=jitter(room.seed, str(held.number)),
        seed=room.seed + held.number,
        generator=GENERATOR,
    )
    if isinstance(plan, Unresolvable):
        raise WeekFailed(f"{SCENARIO}: {plan.lacking}")
    actions = open_actions(room.state.reviews)
    return testing(plan, room.site, actions, Lots(room.seed, "actions"))


def _players(plan: DrillPlan) -> list[str]:
    there = set(plan.manned.on_site)
    return sorted({one for one in plan.manned.holders.values() if one is not None and one in there})


def _seal(room: Room, controller: Actor, drill: str, plan: DrillPlan, held: Held) -> None:
    tested = [one.action for one in plan.tested]
    starts_at = held.at if held.unannounced else 1
    content = sealed_text(plan, starts_at, tested)
    nonce = room.chance("nonce", str(held.number)).bytes(NONCE_BYTES).hex()
    commitment = commitment_of(content, nonce)
    room.sealed.keep(commitment, Kept(content, nonce), room.now)
    room.does(
        controller, "drill.seal", drill=drill, commitment=commitment, generator=plan.generator
    )


def _exercise_gauges(
    held: Held, drill: str, minutes: float, level_m: float, shut_s: float
) -> Episode:
    """The exercise's tank is filled until its inlet is shut, while its gauge stands still."""
    return Episode(
        held.at + 2 * SECOND_MS,
        minutes,
        {
            INFLOW: lambda t_s: FILLED_M3_H if t_s < shut_s else 0.0,
            OUTFLOW: lambda _t_s: 0.0,
            GAUGE: lambda _t_s: level_m,
        },
        (TANK,),
        drill,
        every_s=5,
    )


def _played(room: Room, held: Held, drill: str, plan: DrillPlan) -> Story:
    at_s = {one.id: one.at.s for one in plan.injects if one.at is not None}
    pace, twin = held.pace, room.state.twins[drill]
    level_m = round((0.92 * room.site.tank_by_id[TANK].height_m) - 0.9, 3)
    ends_s = at_s["over"] + pace.ends
    shut_s = at_s["over"] + pace.shut
    room.begin(lived(room, _exercise_gauges(held, drill, ends_s / 60 - 1, level_m, shut_s)))
    yield held.at + 110 * SECOND_MS
    raised = room.first("alarm.raised", room.state.drills[drill].started_seq or 0, tag=GAUGE)
    roles = {post: holder for post, holder in twin.roster.holders.items() if holder is not None}
    leader, board = roles["shift-leader"], roles["board-1"]
    response = Response(room, leader, drill)
    room.begin(_evaluated(room, held, drill))

    def after(mark_s: float, seconds: float) -> int:
        return held.at + round((mark_s + seconds) * SECOND_MS)

    alarmed = (raised.at - held.at) / SECOND_MS
    yield max(room.now, after(alarmed, pace.ack))
    for alarm in [one.id for one in twin.alarms.values() if one.active]:
        room.does(room.as_person(board), "alarm.ack", drill, alarm=alarm)
    yield after(alarmed, pace.opened)
    response.opens(place=TANK, hazard="overfill", level="III", alarm=raised.data["alarm"])
    yield room.now + 38 * SECOND_MS
    response.orders(
        "board-1",
        18,
        140,
        urgency="urgent",
        category="source",
        place=TANK,
        due_s=240,
        text={
            "zh": f"核对{TANK}液位：进料量与液位对比",
            "en": f"Check the level of {TANK}: compare it with what was filled",
        },
    )
    acts = [
        (at_s["lorry"] + pace.asked, _stop_filling),
        (at_s["lorry"] + pace.entry[0], _look_at_it),
        (at_s["over"] + pace.foam, _bring_foam),
        (at_s["over"] + pace.evacuated, _clear_the_farm),
        (at_s["over"] + pace.shut, _inlet_shut),
        (at_s["over"] + pace.dispatched, _foam_sent),
        (at_s["over"] + pace.drawn, _foam_drawn),
        (at_s["over"] + pace.outfall, _outfall_shut),
        (at_s["engine"] + pace.engine, _no_engines),
        (ends_s - 40, _isolated),
    ]
    acts += [(at_s[one.inject] + 40, _fire_leader_wanted) for one in plan.tested]
    for seconds, act in sorted(acts, key=lambda one: one[0]):
        yield after(0, seconds)
        act(response, held, roles)
    yield after(0, ends_s)
    room.does(
        room.as_person(None, Role.CONTROLLER),
        "drill.end",
        drill=drill,
        reason={
            "zh": "目标都已演到，导调员结束演练",
            "en": "Every objective was played; the controller ends it",
        },
    )
    ended = room.now
    room.beat()
    yield ended + 2 * MINUTE_MS
    _reviewed(room, held, drill, ended, leader)


Roles = dict[str, str]


def _stop_filling(response: Response, _held: Held, _roles: Roles) -> None:
    response.orders(
        "board-1",
        20,
        200,
        urgency="urgent",
        category="source",
        place=INLET,
        due_s=300,
        text={"zh": f"停止向{TANK}进料，关闭{INLET}", "en": f"Stop filling {TANK}, shut {INLET}"},
    )


def _fire_leader_wanted(response: Response, _held: Held, _roles: Roles) -> None:
    """What the lesson asks for again: the fire leader answers within a minute."""
    response.orders(
        "fire-leader",
        19,
        240,
        urgency="urgent",
        category="people",
        place=STAGING,
        due_s=300,
        text={"zh": "带两人到集结点待命", "en": "Come to staging with two people and stand by"},
    )


def _look_at_it(response: Response, held: Held, roles: Roles) -> None:
    pair = (roles["w2-lead"], roles["utilities-lead"])
    standby = (roles["w1-lead"], roles["w3-lead"])
    begun = response.enters(pair, standby, roles["fire-leader"], TANK, STAGING, held.pace.entry[1])
    response.room.begin(begun)


def _bring_foam(response: Response, held: Held, roles: Roles) -> None:
    response.orders(
        "fire-leader",
        held.pace.foam_ack,
        held.pace.drawn,
        urgency="urgent",
        category="property",
        place=STAGING,
        due_s=480,
        kit=KIT,
        mobilises="TEAM-A",
        text={"zh": "带泡沫套件到集结点", "en": "Bring the foam kit to staging"},
    )
    response.goes(roles["fire-leader"], STAGING, held.pace.foam_ack + 70, 190, "TEAM-A")


def _clear_the_farm(response: Response, held: Held, _roles: Roles) -> None:
    response.orders(
        "w2-lead",
        24,
        held.pace.counted + 40,
        urgency="life_safety",
        category="people",
        place=MUSTER,
        due_s=300,
        evacuates=[AREA],
        text={
            "zh": "罐区人员撤到上风向集合点",
            "en": "Clear the tank farm, by the upwind way to the muster",
        },
    )
    response.room.begin(_counted(response, held.pace.counted))


def _counted(response: Response, within_s: float) -> Story:
    """Everybody on the list checks in, the last one after `within_s`."""
    room, began = response.room, response.room.now
    evacuation = room.state.twins[response.drill or ""].incidents[response.incident].evacuation
    people = sorted(evacuation.accounts) if evacuation is not None else []
    order = room.chance("musters", response.drill or "").permutation(len(people))
    for place, which in enumerate(order):
        yield began + round((20 + (within_s - 20) * (place + 1) / len(people)) * SECOND_MS)
        who = people[int(which)]
        own = room.as_person(who)
        room.does(own, "person.check_in", response.drill, person=who, muster=MUSTER)


def _inlet_shut(response: Response, _held: Held, roles: Roles) -> None:
    response.says(roles["board-1"], "valve.report", element=INLET, state="shut")


def _foam_sent(response: Response, _held: Held, _roles: Roles) -> None:
    response.decides("resource.dispatch", kit=KIT, place=STAGING)


def _foam_drawn(response: Response, _held: Held, roles: Roles) -> None:
    response.says(roles["fire-leader"], "kit.draw", kit=KIT, store=KIT_STORE)


def _outfall_shut(response: Response, _held: Held, roles: Roles) -> None:
    response.says(roles["utilities-lead"], "valve.report", element=OUTFALL, state="shut")


def _no_engines(response: Response, held: Held, _roles: Roles) -> None:
    response.orders(
        "board-1",
        15,
        90,
        urgency="life_safety",
        category="people",
        place="LB",
        due_s=120,
        text={
            "zh": "装卸区车辆不得启动，人员离开",
            "en": "No engine is started at the loading bay; leave the lorries",
        },
    )


def _isolated(response: Response, _held: Held, roles: Roles) -> None:
    response.says(roles["w2-lead"], "source.report", state="isolated")


NOTES: dict[int, tuple[tuple[float, str, str, Words], ...]] = {
    1: (
        (
            600,
            "doubt",
            "S",
            {
                "zh": "主操先信液位计，司机来电后才核对进料量",
                "en": "The operator believed the gauge until the driver called",
            },
        ),
        (
            1_020,
            "stop",
            "S",
            {"zh": "停料命令下得偏晚", "en": "The order to stop the filling came late"},
        ),
        (
            1_500,
            "ignition",
            "P",
            {
                "zh": "撤离命令清楚，路线正确",
                "en": "The order to clear was plain, and the way right",
            },
        ),
        (
            1_900,
            "foam",
            "M",
            {
                "zh": "泡沫取出太慢，推车停在车库最里面",
                "en": "The foam came late: the cart stood at the back of the garage",
            },
        ),
        (2_100, "bund", "S", {"zh": "外排阀关得偏晚", "en": "The outfall was shut late"}),
    ),
    2: (
        (
            360,
            "open-actions",
            "P",
            {
                "zh": "消防班长二十秒内签收",
                "en": "The fire leader acknowledged within twenty seconds",
            },
        ),
        (
            600,
            "doubt",
            "P",
            {"zh": "两分钟内就怀疑液位计", "en": "The gauge was doubted within two minutes"},
        ),
        (
            760,
            "stop",
            "P",
            {
                "zh": "司机来电后一分半钟内下令停料",
                "en": "The filling was stopped within a minute and a half of the call",
            },
        ),
        (
            1_480,
            "foam",
            "P",
            {
                "zh": "泡沫推车停在门口，取用快",
                "en": "The foam cart stood by the door and was out quickly",
            },
        ),
        (
            1_640,
            "ignition",
            "P",
            {"zh": "车辆没有一台启动", "en": "Not one engine was started"},
        ),
        (1_800, "bund", "P", {"zh": "外排阀按时关闭", "en": "The outfall was shut in time"}),
    ),
}
"""By drill: when (seconds after its start), of which objective, how it went, and what was seen."""


def _evaluated(room: Room, held: Held, drill: str) -> Story:
    for seconds, objective, rating, note in NOTES[held.number]:
        yield held.at + round(seconds * SECOND_MS)
        room.does(
            room.as_person(None, Role.EVALUATOR),
            "observation.note",
            drill=drill,
            objective=objective,
            rating=rating,
            note=note,
        )


RATINGS = {
    1: {"doubt": "S", "stop": "S", "ignition": "P", "foam": "M", "bund": "S"},
    2: {"doubt": "P", "stop": "P", "ignition": "P", "foam": "P", "bund": "P", "open-actions": "P"},
}


def _reviewed(room: Room, held: Held, drill: str, ended: int, leader: str) -> None:
    """Let the review of a drill go on beside the rest of the week."""
    day = 6 if held.number == 1 else 2
    if held.number == 1:
        at = (
            ended + 42 * MINUTE_MS,
            hour_of(room, day - 1, 8.6),
            hour_of(room, day - 1, 14.1),
            hour_of(room, day - 1, 15.0),
            hour_of(room, day - 2, 10.4),
        )
    else:
        at = (
            ended + 35 * MINUTE_MS,
            hour_of(room, day, 14.5),
            hour_of(room, day - 1, 9.4),
            hour_of(room, day - 1, 10.2),
            hour_of(room, day - 1, 15.4),
        )
    first = held.number == 1
    plan = Reviewing(
        review=drill,
        chief=leader,
        at=at,
        present=(11, 13) if first else (14, 12),
        hotwash=HOTWASH[held.number],
        minutes=MINUTES[held.number],
        grade="fair" if first else "good",
        ratings=RATINGS[held.number],
        problems=_problems(room, drill) if first else (),
        strength=(STRENGTH[held.number], lambda one: _alarm_answered(one, drill)),
        observed=(lambda _room: []) if first else (lambda one: _lessons(one, drill)),
    )
    room.begin(reviewed(room, plan))


HOTWASH: dict[int, Words] = {
    1: {
        "zh": "十一人到场，先说所见：泡沫慢，消防班长电话没听见。",
        "en": "Eleven were there and said what they saw: the foam was slow, the fire leader did not hear the phone.",
    },
    2: {
        "zh": "十四人到场。没人事先知道；上次两条措施都见效。",
        "en": "Fourteen were there. Nobody had known; both measures of the last drill worked.",
    },
}
MINUTES: dict[int, Words] = {
    1: {
        "zh": "逐条通过问题和措施，责任人和期限已定。",
        "en": "Every finding and action was gone through; owners and days are set.",
    },
    2: {
        "zh": "确认两条措施关闭，无新增问题。",
        "en": "Both actions are closed; nothing new was found.",
    },
}
STRENGTH: dict[int, Words] = {
    1: {"zh": "报警后主操及时确认。", "en": "The operator acknowledged the alarm soon."},
    2: {
        "zh": "夜间突击，报警半分钟内确认。",
        "en": "A surprise at night, and the alarm was acknowledged within half a minute.",
    },
}


def _of_drill(room: Room, drill: str, *kinds: str, **data: Any) -> list[int]:
    return [
        fact.seq
        for fact in room.facts
        if fact.drill == drill
        and fact.kind in kinds
        and all(fact.data.get(name) == value for name, value in data.items())
    ]


def _alarm_answered(room: Room, drill: str) -> list[int]:
    return _of_drill(room, drill, "alarm.raised", "alarm.acknowledged")[:2]


def _problems(room: Room, drill: str) -> tuple[Lesson, ...]:
    fire = room.site.post_by_id["fire-leader"].id
    foam = next(
        fact
        for fact in room.facts
        if fact.drill == drill and fact.kind == "directive.issued" and fact.data["kit"] == KIT
    )
    return (
        Lesson(
            text={"zh": "消防班长的指令签收超时", "en": "The fire leader acknowledged late"},
            cause={
                "zh": "值班手机放在车库桌上，警报声盖过铃声",
                "en": "The duty phone lay on a desk in the garage and could not be heard",
            },
            severity="moderate",
            what={
                "zh": "消防班长值班手机随身佩戴，开震动",
                "en": "The fire leader wears the duty phone on the belt, set to vibrate",
            },
            owner=foam.data["to_person"],
            proof="DL-2026-031",
            facts=lambda one: [
                foam.seq,
                *_of_drill(one, drill, "directive.acknowledged", directive=foam.data["id"]),
            ],
            key=f"late_ack:{fire}",
        ),
        Lesson(
            text={"zh": "泡沫套件取出晚", "en": "The foam kit was drawn late"},
            cause={
                "zh": "泡沫推车停在车库最里面，前面有车",
                "en": "The cart stood at the back of the garage behind a vehicle",
            },
            severity="major",
            what={
                "zh": "泡沫推车固定停在车库门口，地面划线",
                "en": "The foam cart has its marked place by the garage door",
            },
            owner=foam.data["to_person"],
            proof="DL-2026-032",
            facts=lambda one: _of_drill(one, drill, "kit.drawn"),
        ),
    )


def _lessons(room: Room, drill: str) -> list[dict[str, Any]]:
    """What the second drill showed of each action of the first: an expectation of its own was met, and an
    evaluator saw the other."""
    held = room.state.drills[drill]
    seen = []
    for action in room.state.reviews.open_actions():
        expected = held.expectations.get(held.tested.get(action.id, ""))
        inject = held.injects.get(expected.inject) if expected and expected.inject else None
        if expected is not None and inject is not None and expected.matched is not None:
            facts = [inject.seq, expected.matched]
        else:
            noted = _of_drill(room, drill, "observation.noted", objective="foam")
            facts = [*_of_drill(room, drill, "kit.drawn"), *noted]
        seen.append({"action": action.id, "drill": drill, "result": "pass", "facts": facts})
    return seen
