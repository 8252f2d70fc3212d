"""Evaluators' notes on the week's drills and the review of each: findings of the first, and whether the second shows
that they are fixed.
"""

from typing import Any

from command_center.cli.lived_week.alarms import hour_of
from command_center.cli.lived_week.exercise_held import Held
from command_center.cli.lived_week.reviewing import Lesson, Reviewing, Words, reviewed
from command_center.cli.lived_week.room import MINUTE_MS, SECOND_MS, Room, Story
from command_center.domain.actor import Role

KIT = "KIT-FOAM"


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


def evaluated(room: Room, held: Held, drill: str) -> Story:
    """Record evaluators' observations during the drill."""
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


def review(room: Room, held: Held, drill: str, ended: int, leader: str) -> None:
    """Run a drill's review in parallel with the rest of the week."""
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
            text={"zh": "泡沫成套器材取出晚", "en": "The foam kit was drawn late"},
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
