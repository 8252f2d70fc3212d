"""Plays one of the week's drills: the exercise's gauge readings, the orders given and the work done."""

from command_center.cli.lived_week.answering import Response
from command_center.cli.lived_week.episodes import Episode, lived
from command_center.cli.lived_week.exercise_held import Held
from command_center.cli.lived_week.exercise_reviewed import KIT, evaluated, review
from command_center.cli.lived_week.room import MINUTE_MS, SECOND_MS, Room, Story
from command_center.domain.actor import Role
from command_center.domain.scenarios.plan import DrillPlan

TANK, GAUGE, INFLOW, OUTFLOW = "T201", "LT-201", "FT-201A", "FT-201B"
INLET, OUTFALL, AREA, KIT_STORE = "XV-2011", "V-7", "TF", "SFS"
STAGING, MUSTER = "ST", "M-B"
FILLED_M3_H = 60.0


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


def played(room: Room, held: Held, drill: str, plan: DrillPlan) -> Story:
    """Play a started drill until its controller ends it, and begin its review."""
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
    room.begin(evaluated(room, held, drill))

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
    review(room, held, drill, ended, leader)


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
    response.says(roles["fire-leader"], "gas.measure", place=TANK, value=4, unit="ppm")
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
        text={"zh": "带泡沫成套器材到集结点", "en": "Bring the foam kit to staging"},
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
