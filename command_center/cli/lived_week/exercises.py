"""The week's two drills of one scenario, in which a tank is filled while its gauge is stuck: an announced one by day,
and five days later an unannounced one at night that tests a lesson of the first.

People play both, a controller ends them, and the second takes less time.
"""

from command_center.cli.lived_week.exercise_held import Held
from command_center.cli.lived_week.exercise_played import played
from command_center.cli.lived_week.room import MINUTE_MS, SECOND_MS, Room, Story, WeekFailed
from command_center.domain.actor import Actor, Role
from command_center.domain.drills.sealing import NONCE_BYTES, commitment_of
from command_center.domain.scenarios.draw_bias import open_actions
from command_center.domain.scenarios.plan import DrillPlan
from command_center.domain.scenarios.resolving import Unresolvable, resolve
from command_center.domain.scenarios.sealed import sealed_text
from command_center.store.sealed import Kept
from simulations.scenarios import library
from simulations.surprise.lots import Lots
from simulations.surprise.playing import GENERATOR, jitter
from simulations.surprise.testing import testing

SCENARIO = "tank-overfill"


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
    room.begin(played(room, held, drill, plan))


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
