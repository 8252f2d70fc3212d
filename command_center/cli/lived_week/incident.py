"""The week's only real incident: methanol drips from a flange in a workshop on a quiet evening."""

from command_center.cli.lived_week.alarms import hour_of
from command_center.cli.lived_week.answering import Response
from command_center.cli.lived_week.episodes import Episode, rises
from command_center.cli.lived_week.reviewing import Reviewing, reviewed
from command_center.cli.lived_week.room import MINUTE_MS, SECOND_MS, Room, Story
from command_center.domain.payload import Words

DAYS_AGO, HOUR = 4, 19.5
PLACE, ALARM, DETECTOR = "W2", "GD-02:H", "GD-02"
OUTFALL = "V-7"


def gas(room: Room) -> Episode:
    """Return the reading of the workshop's detector: at most 34 % of the lower explosive limit, for six minutes."""
    return Episode(begins(room), 20, {DETECTOR: rises(0.8, 34, 40, 400, 60)})


def begins(room: Room) -> int:
    """When the flange begins to drip, UTC epoch ms."""
    return hour_of(room, DAYS_AGO, HOUR)


def drip(room: Room) -> Story:
    """Play the incident from alarm to closing, about forty minutes."""
    yield begins(room) + 100 * SECOND_MS
    raised = room.first("alarm.raised", alarm=ALARM)
    board, leader = room.holder("board-1"), room.holder("shift-leader")
    fire, lead = room.holder("fire-leader"), room.holder("w2-lead")
    water, w1, w3 = room.holder("utilities-lead"), room.holder("w1-lead"), room.holder("w3-lead")
    response = Response(room, leader)

    def after(seconds: float) -> int:
        return raised.at + round(seconds * SECOND_MS)

    yield after(31)
    room.does(room.as_person(board), "alarm.ack", alarm=ALARM)
    yield after(74)
    response.opens(place=PLACE, hazard="leak", level="III", alarm=ALARM)
    room.switched_off.add((lead, "sms"))  # a flat battery, found by the first notice
    yield after(102)
    response.orders(
        "w2-lead", 21, 260, urgency="urgent", category="source", place=PLACE, due_s=300,
        text={"zh": "停甲醇进料，关闭车间侧手阀", "en": "Stop the methanol feed, shut the valve at the workshop"},
    )  # fmt: skip
    yield after(138)
    response.orders(
        "fire-leader", 26, 420, urgency="urgent", category="people", place=PLACE, due_s=480,
        text={"zh": "警戒二车间门口，铺设水带待命", "en": "Cordon off Workshop 2, lay a hose and stand by"},
    )  # fmt: skip
    response.goes(fire, PLACE, 55, 148, "TEAM-A")
    yield after(171)
    response.orders(
        "utilities-lead", 33, 1_720, urgency="normal", category="water", place=OUTFALL, due_s=2_400,
        text={"zh": "检查雨水外排口，取样", "en": "Look at the outfall and take a sample"},
    )  # fmt: skip
    yield after(330)
    response.says(fire, "gas.measure", place=PLACE, value=38, unit="ppm")
    # The detector is in alarm above 10 %LEL: they go in nevertheless, and say why.
    why: Words = {
        "zh": "水雾掩护下关闭手阀，时间最短",
        "en": "To shut the hand valve under water spray, in the shortest time",
    }
    room.begin(response.enters((lead, w1), (w3, water), fire, PLACE, PLACE, (150, 268, 560), why))
    yield after(860)
    response.says(lead, "source.report", state="isolated")
    room.switched_off.clear()
    response.orders(
        "w2-lead", 14, 900, urgency="normal", category="source", place=PLACE, due_s=1_200,
        text={"zh": "更换法兰垫片，复查无泄漏", "en": "Replace the gasket of the flange, see that it is tight"},
    )  # fmt: skip
    yield after(980)
    response.says(fire, "gas.measure", place=PLACE, value=6, unit="ppm")
    yield after(1_870)
    response.says(water, "outfall.sample", place=OUTFALL)
    yield after(1_980)
    response.says(fire, "gas.measure", place=PLACE, value=2, unit="ppm")
    yield after(2_280)
    response.decides("incident.close")
    room.does(room.as_person(fire), "responder.status", person=fire, status="released")
    closed = room.now
    yield closed + 2 * MINUTE_MS
    room.begin(_review(room, response, closed))


def _review(room: Room, response: Response, closed: int) -> Story:
    incident = response.incident

    def shut(_room: Room) -> list[int]:
        return [fact.seq for fact in room.facts if fact.incident == incident and fact.kind in
                ("source.reported", "entry.at_work")]  # fmt: skip

    plan = Reviewing(
        review=incident,
        chief=response.commander,
        at=(
            closed + 48 * MINUTE_MS,
            hour_of(room, DAYS_AGO - 1, 9.8),
            hour_of(room, DAYS_AGO - 1, 15.2),
            hour_of(room, DAYS_AGO - 1, 15.9),
            hour_of(room, DAYS_AGO - 2, 10.1),
        ),
        present=(6, 8),
        hotwash={
            "zh": "六人在场。法兰垫片老化，换垫后复查无泄漏；班组反应平稳。",
            "en": "Six were there. The flange's gasket was worn; replaced, and tight when tried. A calm response.",
        },
        minutes={
            "zh": "逐条核对记录。垫片已按周期更换，无未决事项。",
            "en": "The record was gone through. The gasket has been replaced; nothing is left open.",
        },
        grade="good",
        strength=(
            {
                "zh": "首组进入时有两人着装待命，十二分钟内开始处置。",
                "en": "Two stood by when the first pair went in; they were at work within twelve minutes.",
            },
            shut,
        ),
    )
    return reviewed(room, plan)
