"""Inspection rounds and duties: most are done, some due tonight, some missed or returned, and five rounds falsified."""

from dataclasses import dataclass
from typing import Any

from command_center.cli.lived_half_year.cast import Cast
from command_center.cli.lived_half_year.pictures import Way
from command_center.cli.lived_half_year.spoken import Said
from command_center.cli.lived_week.room import HOUR_MS, MINUTE_MS, SECOND_MS, Story, WeekFailed
from command_center.domain.matters.values.values import leaves
from command_center.template_file import library_texts

TEMPLATE = "inspection-round"
READ_POINT_BY_POINT = 37
"""So many days ago the points got their QR codes; before, a round was handed in as a list."""
ROUTE: tuple[tuple[str, str, Said], ...] = (
    ("W1/1", "W1", Said("离心机", "Centrifuge")), ("W1/2", "W1", Said("甲苯卸料口接地", "Earthing at the unloading point")),
    ("W1/3", "W1", Said("冷凝器", "Condenser")), ("W1/4", "W1", Said("一层消火栓", "Hydrant, ground floor")),
    ("W1/5", "W1", Said("北侧楼梯", "North stairs")), ("W1/6", "CW1", Said("一车间应急柜", "Cabinet of Workshop 1")),
    ("W2/1", "W2", Said("R-201 反应釜", "Reactor R-201")), ("W2/2", "W2", Said("R-202 反应釜", "Reactor R-202")),
    ("W2/3", "W2", Said("R-203 反应釜", "Reactor R-203")), ("W2/4", "W2", Said("循环泵", "Circulation pump")),
    ("W2/5", "W2", Said("甲醇进料法兰", "Flange of the methanol feed")), ("W2/6", "W2", Said("安全阀", "Safety valves")),
    ("W2/7", "W2", Said("二层东侧通道", "Eastern way, first floor")), ("W2/8", "CW2", Said("二车间应急柜", "Cabinet of Workshop 2")),
    ("W3/1", "W3", Said("氧化釜", "Oxidation vessel")), ("W3/2", "W3", Said("氧分析仪", "Oxygen analyser")),
    ("W3/3", "W3", Said("尾气风机", "Vent fan")), ("W3/4", "W3", Said("管廊支架", "Pipe rack")),
    ("W3/5", "W3", Said("防爆接线箱", "Explosion-proof box")), ("W3/6", "CW3", Said("三车间应急柜", "Cabinet of Workshop 3")),
    ("UT/1", "P-301", Said("外排泵 P-301", "Pool pump P-301")), ("UT/2", "P-401", Said("消防泵 P-401", "Fire pump P-401")),
    ("UT/3", "V-8", Said("切换阀 V-8", "Diversion valve V-8")), ("UT/4", "V-7", Said("外排阀 V-7", "Outfall valve V-7")),
    ("UT/5", "EP", Said("应急池", "Emergency pool")), ("UT/6", "UT", Said("空压机", "Compressor")), ("UT/7", "SMT", Said("维修间", "Repair shop")),
    *((f"TF/{place}", place, Said(place, place)) for place in (
        "T201", "P-201", "XV-2011", "T202", "P-202", "XV-2021", "T205", "P-205", "XV-2051", "T206", "P-206", "XV-2061", "HV-2060",
        "DV-1", "T209", "XV-2091", "T203", "P-203", "XV-2031", "T208", "P-208", "XV-2081", "DV-2", "T204", "P-204", "XV-2041",
        "T207", "P-207", "XV-2071", "C2")),
)  # fmt: skip
"""The points of the rounds in their order: code, where it is, what it is called."""
POINTS = {"W1": 6, "W2": 8, "W3": 6, "UT": 7, "TF": 12}
WALKERS = {
    "W1": ("qian-jin", "wen-tao", "zhao-yonggang", "wu-lei"), "W2": ("tang-hong", "fan-hua", "shen-guoping", "yang-fan"),
    "W3": ("yin-li", "kang-jian", "yan-song", "wei-qiang"), "UT": ("li-ming", "yin-shi", "zou-jianhua", "pan-dong"),
    "TF": ("li-ming", "yin-shi", "su-jian", "su-jian"),
}  # fmt: skip
HOURS = (10.5, 18.4, 2.6, 5.2)
"""At which hour each of the four walks: by day, in the evening, twice by night."""


@dataclass(frozen=True, slots=True)
class Walk:
    """One round of `many` points in `minutes` minutes; None means that it is still under way tonight. `way` is how
    its photographs were made.
    """

    place: str
    at: int
    who: str
    many: int
    minutes: float | None
    way: Way = "fresh"
    album_first: bool = False
    broken_off: Said | None = None


def stories(cast: Cast) -> list[Story]:
    """Return the stories of every round of the half year and of the duties of the last weeks."""
    walks = [walk(cast, one) for one in (*_common(cast), *_not_walked(cast), *_tonight(cast))]
    return [_route(cast), *walks, _second_inspections(cast), *_duties(cast)]


def walk(cast: Cast, one: Walk) -> Story:
    """Play one round from its first point to its end."""
    yield one.at
    ident = cast.opens(one.who, TEMPLATE, {"place": one.place})
    if one.broken_off is not None:
        yield from cast.step(one.at + 9 * MINUTE_MS, ident, "break_off", reason=one.broken_off)
        return
    if one.minutes is None:
        return
    points = [_point(rank, code) for rank, code in enumerate(_codes(one))]
    pace = round(one.minutes * 60 / len(points)) * SECOND_MS
    if cast.room.now > cast.at(READ_POINT_BY_POINT, 0):
        for point in points:
            yield cast.room.now + pace
            cast.measures(one.who, ident, "points", **point)
        points = []
    yield one.at + round(one.minutes * 60) * SECOND_MS
    fields: dict[str, Any] = {"lines": _all_well(cast), **({"points": points} if points else {})}
    if one.album_first:
        fields["photos"] = [cast.photo(one.who, one.place, "album")]
        cast.is_refused(one.who, "matter.move", matter=ident, move="close", fields=fields)
        yield cast.room.now + 2 * MINUTE_MS
    fields["photos"] = [cast.photo(one.who, one.place, one.way)]
    cast.moves(one.who, ident, "close", fields)


def _second_inspections(cast: Cast) -> Story:
    """Whoever is asked to inspect drawn points of a round again does so in the same shift."""
    seen: set[str] = set()
    yield cast.at(179, 8.5)
    while True:
        for one in list(cast.room.state.matters.open.values()):
            if one.template == TEMPLATE and one.again is not None and one.id not in seen:
                seen.add(one.id)
                cast.room.begin(_walked_again(cast, one.id))
        yield cast.room.now + HOUR_MS


def _walked_again(cast: Cast, ident: str) -> Story:
    """One second inspection: the drawn points, read one after the other."""
    yield cast.room.now + 90 * MINUTE_MS
    found = cast.matter(ident)
    if found is None:
        return
    for rank, code in enumerate(found.sample):
        yield cast.room.now + 3 * MINUTE_MS
        cast.measures(found.opener, ident, "points", **_point(rank, code))
    lines = _all_well(cast)
    photos = [cast.photo(found.opener, found.place or "")]
    yield cast.room.now + 2 * MINUTE_MS
    cast.moves(found.opener, ident, "close", {"lines": lines, "photos": photos})


def _all_well(cast: Cast) -> dict[str, Any]:
    """The lines of a round, all confirmed."""
    reference = cast.room.templates.reference("round-lines")
    entries = {} if reference is None else reference.entries
    return {line: {"answer": "yes"} for line in leaves(entries)}


def _point(rank: int, code: str) -> dict[str, Any]:
    """What is entered at a point: that all is well, and at each third the reading of its gauge."""
    said: dict[str, Any] = {"code": code, "ok": True}
    if rank % 3 == 0:
        said["reading"] = round(0.4 + 0.01 * (len(code) * 7 + rank), 2)
    return said


def _codes(one: Walk) -> list[str]:
    """The codes of the points that are read, in the order of the round."""
    return [
        code for code, place, _ in ROUTE if place == one.place or code.startswith(f"{one.place}/")
    ][: one.many]


def _common(cast: Cast) -> list[Walk]:
    chance = cast.room.chance("rounds")
    found: list[Walk] = []
    for days in range(178, 0, -1):
        done = 1 - days / 182
        for place, many in POINTS.items():
            if (place != "W2" and days > 120) or chance.random() > 0.12 + 0.2 * done:
                continue
            rank = int(chance.integers(4))
            at = cast.at(days, HOURS[rank] + float(chance.uniform(0, 0.9)))
            found.append(
                Walk(place, at, WALKERS[place][rank], many, many * float(chance.uniform(2.2, 4.5)))
            )
    return found


def _not_walked(cast: Cast) -> list[Walk]:
    """Rounds that were made up. The center refuses the picture of the album, flags the others and shows how quick they
    were."""
    return [
        Walk("W3", cast.at(37, 3.1), "wei-qiang", 6, 14, way="old", album_first=True),
        Walk("UT", cast.at(30, 4.4), "pan-dong", 7, 16, way="old"),
        Walk("W1", cast.at(22, 2.9), "wu-lei", 6, 12, way="elsewhere"),
        Walk("TF", cast.at(16, 5.7), "su-jian", 30, 2.0),
        Walk("TF", cast.at(10, 5.6), "su-jian", 30, 2.2, way="elsewhere"),
        Walk("W2", cast.at(12, 17.6), "fan-hua", 8, 21, broken_off=Said("车间停汽抢修，巡检中止", "Broken off: the steam failed")),
    ]  # fmt: skip


def _tonight(cast: Cast) -> list[Walk]:
    """Rounds that are due in this shift."""
    return [
        Walk("TF", cast.at(0, 1.7), "su-jian", 12, None),
        Walk("W2", cast.at(0, 0.6), "shen-guoping", 8, 31.0),
        Walk("UT", cast.at(0, 1.9), "zou-jianhua", 7, None),
    ]


PLANS = (
    (44, "weekly-inspection", Said("本周组织一次现场隐患排查并上传照片", "Walk the area once this week for hazards, with pictures"), """plan: weekly-inspection
title: {zh: 每周带图检查一次, en: "Each week one inspection with pictures"}
for: {posts: [w1-lead, w2-lead, w3-lead, utilities-lead]}
every: week
opens: duty
fill: {what: WHAT}
due: {yellow: 0.8, red: 1, escalate: [superior, manager]}
absent: {leave: deputy, vacant: gap}
score: {on_time: 10, late: 5, missed: 0, sent_back: -3}
into: duty-score
"""),
    (9, "daily-check", Said("班前岗位检查：液位、阀位、消防、劳保", "Before the shift look at levels, valves, fire gear and protection"), """plan: daily-check
title: {zh: 班前岗位检查, en: Check of the post before each shift}
for: {posts: [w2-lead, utilities-lead]}
every: shift
opens: duty
fill: {what: WHAT}
due: {yellow: 0.8, red: 1, escalate: [superior]}
score: {on_time: 2, late: 1, missed: -1}
into: duty-score
"""),
)  # fmt: skip
"""(how many days ago the plant chose it, its id, what is to be done, its text): plans of the library for the posts of this plant."""
FORGOTTEN, SENT_BACK, REMINDED = 16, 12, 7
"""Of so many duties one is forgotten, one of a week is sent back, one is handed in only in the last fifth of its time,
after its reminder. Nothing is handed in after its deadline: then the duty is missed and ended."""


def _duties(cast: Cast) -> list[Story]:
    return [*(_chosen(cast, *one) for one in PLANS), _followed(cast)]


def _route(cast: Cast) -> Story:
    """The plant's own list of points, and its own revision of the round that follows it."""
    yield cast.at(180, 8.5)
    entries = "".join(
        f'  "{_key(code)}": {{title: {{zh: "{name.zh}", en: "{name.en}"}}, place: {place}, code: "{code}"}}\n'
        for code, place, name in ROUTE
    )
    _publish(
        cast,
        "reference",
        "route-points",
        f"reference: route-points\ntitle: {{zh: 巡检路线, en: Route of the rounds}}\nentries:\n{entries}",
    )
    _publish(
        cast,
        "template",
        TEMPLATE,
        library_texts()[TEMPLATE].replace("points: places", "points: route-points"),
    )


def _key(code: str) -> str:
    """A code as a name of the language of templates."""
    return "p-" + code.lower().replace("/", "-")


def _chosen(cast: Cast, days: int, plan: str, what: Said, text: str) -> Story:
    """A controller publishes a plan as the page of templates does."""
    yield cast.at(days, 9.0)
    _publish(cast, "plan", plan, text.replace("WHAT", f'"{cast.say(what)}"'))


def _publish(cast: Cast, kind: str, ident: str, text: str) -> None:
    shelf = cast.room.templates
    described, problems = shelf.examined(text)
    if described is None or problems:
        raise WeekFailed(f"{ident}: {[one.sentence('en') for one in problems]}")
    digest = shelf.publish(text, described)
    cast.controls("template.save", template=ident, kind=kind, base=0, sha256=digest)


def _followed(cast: Cast) -> Story:
    """Who owes a duty does it before its deadline, some only once they were reminded; some forget, two are sent back."""
    chance = cast.room.chance("duties")
    seen: set[str] = set()
    yield cast.at(44, 9.2)
    while True:
        for one in list(cast.room.state.matters.open.values()):
            if one.template != "duty" or one.id in seen:
                continue
            seen.add(one.id)
            number = len(seen)
            if number % FORGOTTEN == FORGOTTEN - 5:
                continue  # the center counts it as missed when its deadline is over
            sent_back = one.plan == "weekly-inspection" and number % SENT_BACK == 6
            share = float(chance.uniform(0.3, 0.75))
            if sent_back:
                share /= 2  # so that there is time to do it again
            elif number % REMINDED == 3:
                share = float(chance.uniform(0.85, 0.97))
            cast.room.begin(_duty(cast, one.id, share, sent_back=sent_back))
        yield cast.room.now + HOUR_MS


def _duty(cast: Cast, ident: str, share: float, *, sent_back: bool) -> Story:
    """One duty, handed in when `share` of the time between its opening and its deadline has gone."""
    duty = cast.matter(ident)
    deadline = (
        None if duty is None else next((one for one in duty.due if one["of"] == "hand_in"), None)
    )
    if deadline is None:
        raise WeekFailed(f"the duty {ident} has no deadline")
    at = deadline["since"] + round(share * (deadline["at"] - deadline["since"]))
    done = {
        "done": cast.say(
            Said("已检查，发现问题已登记隐患", "Done; what was found is entered as a hazard")
        )
    }
    yield from cast.step(max(at, cast.room.now), ident, "hand_in", done, photo="photos")
    if sent_back:
        reason = Said("照片只拍了门口，没有现场", "The photograph shows only the door")
        yield from cast.step(cast.room.now + 3 * HOUR_MS, ident, "send_back", reason=reason)
        yield from cast.step(cast.room.now + 5 * HOUR_MS, ident, "hand_in", done, photo="photos")
    yield from cast.step(cast.room.now + 6 * HOUR_MS, ident, "accept")
