"""What the wall must say, worked out here from the rows of `GET /board` and the site alone.

Nothing of the browser's code is asked: the same sentences are filled in from the same rows a second
time. A line that may be said in several ways, as there is room, is a list of them.
"""

from typing import Any

from command_center.domain.site.model import Urgency
from tests.support.board_read import Board, Rows, age, number, say, span

TARGET_MS = 12 * 60_000
SOON_MIN = 20
CATEGORIES = ["people", "source", "water", "outside", "property"]
PRIORITIES = ["emergency", "high", "medium", "low"]
LIVE = {"issued", "acknowledged", "in_progress", "done", "refused"}
JUDGED = {"NETLOSS", "FLAT", "STALE"}
URGENCIES = [urgency.value for urgency in Urgency]


def overdue(board: Board, category: str) -> list[tuple[int, int, str, bool]]:
    """What is past its time of a category, the first as the wall names it: place of its urgency, by when, its text,
    and whether somebody was given it. Steps that nobody was given, and directives that are late."""
    incident, found = board.incident, []
    progress, plan = incident["progress"], incident["plan"]
    for step in board.part("plans", plan)["steps"] if plan else []:
        if step["category"] == category and step["id"] not in progress["given"]:
            by = incident["t0"] + step["due_s"] * 1000
            found.append((URGENCIES.index(step["urgency"]), by, step["text"]["en"], False))
    for d in board.topic("directives").values():
        live = d["state"] in ("issued", "acknowledged", "in_progress")
        if (d["incident"], d["category"]) != (incident["id"], category) or not live:
            continue
        by = d["ack_by"] if d["state"] == "issued" else d["due_at"]
        if by is not None:
            found.append((URGENCIES.index(d["urgency"]), by, d["text"]["en"], True))
    return sorted(one for one in found if one[1] < board.now)


def with_late(board: Board, category: str, lines: list[Any]) -> list[Any]:
    """The lines of a cell, with what is overdue below its big words."""
    late = overdue(board, category)
    if not late:
        return lines
    _, by, what, given = late[0]
    words = what.split(" ")
    whats = [what, *(f"{' '.join(words[:n])} …" for n in range(1, len(words)))]
    if len(board.open_incidents()) == 1:
        return [
            lines[0],
            whats,
            *lines[1:],
        ]  # since when stands beside the question (`late_beside`)
    key = "late.given" if given else "late.not_given"
    ways = [say(key, span=span(board.now - by), what=one) for one in whats]
    return [lines[0], ways, *lines[1:]]


def late_beside(board: Board, category: str) -> str:
    """Since when something of a question is overdue, beside its name; empty where nothing is."""
    late = overdue(board, category)
    if not late:
        return ""
    key = "late.beside" if late[0][3] else "late.beside_not_given"
    return say(key, span=span(board.now - late[0][1]))


def late_short(board: Board, category: str) -> list[str]:
    """The same in one line, for a cell that another incident leads."""
    late = overdue(board, category)
    return [say("late.short", n=len(late), span=span(board.now - late[0][1]))] if late else []


def people(board: Board) -> list[Any]:
    """The cell about people."""
    e, entry = board.incident["evacuation"], board.incident["entry"]
    big = say("people.all_accounted")
    for key, n in (("not_accounted", e["not_accounted"]), ("missing", e["missing"])):
        big = say(f"people.{key}", n=n) if n else big
    split = {
        "safe": e["checked_in"], "assigned": e["assigned"],
        "open": e["not_accounted"] + e["inside"],
    }  # fmt: skip
    keys = ["people.split"] if e["missing"] else ["people.split", "people.split_short"]
    if e["missing"] and entry["in"]:
        split, keys = split | {"missing": e["missing"]}, ["people.split_missing"]
    elif entry["in"] and split["open"]:
        keys = ["people.split", "people.split_open"]
    ways = [say(key, total=e["denominator"], **split) for key in keys]
    if not entry["in"]:
        nobody = say("entry.nobody", ready=len(entry["ready"]), needed=4)
        return with_late(board, "people", [big, ways, nobody])
    if e["on_air"]:
        ways = [f"{say('people.air_n', n=e['on_air'])}, {way}" for way in ways]
    names, first = on_air(board)
    if len(entry["in"]) == 1:  # the big words name this one
        found = with_late(board, "people", [first, names[1]])
        return [found[0], ways, *found[1:]]
    found = with_late(board, "people", [first, ways])
    return [found[0], names, *found[1:]]


def on_air(board: Board) -> tuple[list[str], list[str]]:
    """Who is on air with the time that each has, in the ways of saying it; and the first of them in big words."""
    inside = board.incident["entry"]["in"]
    left = [one["turn_back_at"] - board.now for one in inside]
    more = f" +{len(inside) - 1}" if len(inside) > 1 else ""
    who, late = f"{inside[0]['name']['en']}{more}", left[0] < 0
    told = {"who": who, "n": len(inside), "span": span(abs(left[0]))}
    key = "people.air_over" if late else "people.air"
    big = [say(key, **told), say(f"{key}_short", **told)]
    each = " · ".join(
        f"{one['name']['en']} {span(abs(ms))}" for one, ms in zip(inside, left, strict=True)
    )
    entry = say(f"entry.{'overdue' if late else 'inside'}", n=len(inside), span=span(abs(left[0])))
    return [each, entry], big


def _sent(board: Board, kit: str | None, resource: str) -> float:
    """What of a resource the incident has: of any dispatch (kit None), or for a kit its own dispatches and its
    share of what outside units brought."""
    taken: dict[str, float] = {}
    brought = 0.0
    for row in board.rows["resources"].values():
        if row.get("incident") != board.incident["id"] or "lines" not in row:
            continue
        lines = [line for line in row["lines"] if line["resource"] == resource]
        quantity = float(sum(line["quantity"] for line in lines))
        if row["unit"] is not None:
            brought += quantity
        else:
            taken[row["kit"]] = taken.get(row["kit"], 0.0) + quantity
    if kit is None:
        return sum(taken.values()) + brought
    for one in board.site[
        "kits"
    ]:  # each wanted kit makes up what it lacks, in the order of the site file
        if one["id"] not in _wanted(board):
            continue
        need = sum(line["quantity"] for line in one["lines"] if line["resource"] == resource)
        share = min(brought, max(0.0, need - taken.get(one["id"], 0.0)))
        brought -= share
        if one["id"] == kit:
            return float(taken.get(kit, 0.0) + share)
    return taken.get(kit, 0.0)


def _wanted(board: Board) -> set[str]:
    """The kits of the incident's plan, and those it has asked for."""
    plan = board.part("plans", board.incident["plan"])
    return {*board.incident["kits"], *(step["kit"] for step in plan["steps"] if step["kit"])}


def _of(have: float, need: float) -> str:
    return say("short.of", have=f"{have:g}", need=f"{need:g}")


def source(board: Board) -> list[Any]:
    """The cell about the source, isolated or open, as long as no person says otherwise than the plant."""
    confirmed = board.incident["source"]["confirmed"]
    if confirmed and confirmed["state"] == "isolated":
        after = span(confirmed["at"] - board.incident["t0"])
        return [say("source.isolated"), say("source.isolated_after", span=after)]
    left = TARGET_MS - (board.now - board.incident["t0"]) // 1000 * 1000
    over = "over" if left < 0 else "left"
    tank = board.incident["source"]["tank"]
    vessel = board.part("tanks", tank) if tank else None
    lines: list[Any] = [say(f"source.{over}", span=span(abs(left)))]
    lines.append(
        (_loss(board, vessel) if vessel else None)
        or say(f"source.target.{board.incident['t0_by']}")
    )
    short = []
    for kit in _wanted(board):
        for line in board.rows["resources"][f"kit:{kit}"]["lines"]:
            sent = _sent(board, kit, line["resource"])
            had = line["had_now"] + sent
            if had < line["needed"]:
                short.append((line["needed"] - had, line["resource"], line["needed"], had, sent))
    if short:
        _, what, need, had, sent = max(short)
        words = say("source.short", what=board.named(what), of=_of(had, need))
        told = say("short.sent", n=f"{sent:g}")
        lines.append([f"{words} · {told}", words] if sent else words)
    return with_late(board, "source", lines)


def _loss(board: Board, vessel: Rows) -> list[str]:
    """What the level says the tank loses, and what the vapour's model goes by, each by its name."""
    row = board.level(vessel["level"])
    lost = 0.0 if board.stale(vessel["level"]) else row.get("loss_m3_min", 0.0)
    plume = board.rows["levels"].get(f"plume:{board.incident['id']}")
    told = {}
    if lost:
        told["measured"] = number(lost, 2)
    if plume and plume["leaking"]:
        told["model"] = number(plume["loss_m3_min"], 2)
    if len(told) == 2:
        return [say(key, **told) for key in ("source.loss_both", "source.loss_both_short")]
    return [say(f"source.loss_{name}", **told) for name in told]


def water(board: Board) -> list[Any]:
    """The cell about the pool and where the drains lead."""
    pool = board.site["pools"][0]
    row, weir = board.level(pool["level"]), pool["to_weir_m3"]
    valves = [v for v in board.site["valves"] if v["kind"] in ("outfall", "diversion")]
    outfall = board.part("valves", pool["outfall"])
    percent = number(100 * row["value"] / weir, 0)
    amounts = {"value": number(row["value"], 0), "total": number(weir, 0), "percent": percent}
    gone, found = board.stale(pool["level"]), board.rows["levels"][f"pool:{pool['id']}"]
    earliest = None if gone else found["earliest_min"]
    held: str = "water.held"
    big: Any = say("water.pool", percent=percent)
    keys = ("water.earliest", "water.earliest_short")
    minutes = [] if earliest is None else [say(key, n=number(earliest, 0)) for key in keys]
    named = board.valve(outfall) == (True, None) and not (
        earliest is not None and earliest < SOON_MIN
    )
    if minutes and not named:
        big = minutes
    elif named:
        held = "water.pool_line"
        big = [say(key, valve=outfall["id"]) for key in ("water.open", "water.open_short")]
        valves.remove(outfall)
    held = say(held, **amounts)
    states = ", ".join(f"{v['id']} {board.valve_word(v)}" for v in valves)
    rising: Any = say("water.steady") if found["turns"][0][2] != "unknown" else say("water.unknown")
    if earliest is not None:
        tell = "water.outlook" if named else "water.likely"
        tells = [tell, f"{tell}_short"]
        more = {"n": number(earliest, 0)} if named else {}
        likely = found["likely_min"]
        if likely is None:
            rising = [say(f"{each}_never", **more) for each in tells]
        else:
            more |= {"m" if named else "n": number(likely, 0)}
            rising = [say(each, **more) for each in tells]
    if gone:
        rising = say("level.stale", age=age(board.now - row["ts"]))
    short = say("water.pool", percent=percent)
    lines = [big, rising, [f"{states} · {held}", f"{states} · {short}", states]]
    late = [one for one in board.each() if overdue(one, "water")]
    return with_late(late[0], "water", lines) if late else lines


def calls(board: Board) -> tuple[list[str], list[str], dict[str, int]]:
    """Whom the plan and the calls made name: all of them, those called, and when each is due."""
    made = board.incident["outside"]
    due = {one["unit"]: one["due_at"] or 0 for one in board.incident["calls"]}
    units = list(due)
    return units, [unit for unit in units if made.get(unit, {}).get("called_at")], due


def outside(board: Board) -> list[Any]:
    """The cell about whom was called."""
    units, called, due = calls(board)
    made = board.incident["outside"]
    short = {unit: board.named(unit).split("(")[0].strip() for unit in units}
    names = [f"{short[u]} {'✓' if made[u]['answered_at'] else '…'}" for u in called]
    ways = ["  ".join(names)] + [
        f"{'  '.join(names[:-left])}  +{left}" for left in range(1, len(names))
    ]
    lines: list[Any] = [say("outside.called", n=len(called), total=len(units))]
    lines.append(ways if names else say("outside.nobody"))
    rest = sorted((unit for unit in units if unit not in called), key=lambda unit: due[unit])
    if rest:
        unit, wait = rest[0], due[rest[0]] - board.now
        keys = ["outside.late", "outside.late_short"] if wait < 0 else ["outside.due"]
        lines.append([say(key, unit=short[unit], span=span(abs(wait))) for key in keys])
    return with_late(board, "outside", lines) if rest or not units else lines


def directives(board: Board) -> list[tuple[str, str, str, float]]:
    """All live directives in order: text, state, clock, and how far the bar is (per cent)."""
    read = []
    rows = list(board.topic("directives").values())
    for d in rows:
        if d["state"] not in LIVE or _given_anew(d, rows):
            continue
        by = d["ack_by"] if d["state"] == "issued" else d["due_at"]
        by = by if d["state"] in ("issued", "acknowledged", "in_progress") else None
        late = None if by is None else board.now - by
        clock = "" if late is None else ("+" if late > 0 else "") + span(abs(late))
        clock = span(board.now - d["done_at"]) if d["state"] == "done" else clock
        word = "ago" if d["state"] == "done" else None
        word = word if late is None else "late" if late > 0 else "left"
        clock += f" {say(f'directive.clock.{word}')}" if word else ""
        state = _reached(d)
        if d["state"] == "in_progress" and d["progress"]:
            state += f" {d['progress']} %"
        if d["returned"] and d["state"] != "done":
            state += f" · {say('directive.returned')}"
        bar = 100 if d["state"] == "done" else d["progress"] or 0
        if d.get("disputed"):  # somebody must decide at once
            late = board.now - (d["done_at"] or d["issued_at"])
        place = (CATEGORIES.index(d["category"]), -(late if late is not None else -(10**12)))
        red = d["state"] == "refused" or bool(d.get("disputed")) or (late is not None and late > 0)
        read.append(((*place, d["issued_at"]), red, (d["text"]["en"], state, clock, bar)))
    return [line for _, _, line in sorted(read, key=lambda one: one[0])]


def _reached(d: Rows) -> str:
    """The state, or of one that nobody has acknowledged what came of telling it. What a lock or the plant
    contradicts is disputed; the wall says by what where it has room."""
    if d.get("disputed"):
        return say("directive.state.disputed")
    if d["state"] == "issued" and d.get("exhausted_at"):
        return say("directive.nobody_left")
    told = [
        s["step"]
        for s in d.get("chain", [])
        if not s.get("skipped") and s["step"] in ("deputy", "superior")
    ]
    if d["state"] == "issued" and told:
        return say(f"directive.told_{told[-1]}")
    if d["state"] == "refused":  # and on the list: nobody was given it since
        return say("directive.state.give_anew")
    return say(f"directive.state.{d['state']}")


def late_directives(board: Board) -> int:
    """How many of them are red: past their time, or refused."""
    return sum(clock.startswith("+") or state == say("directive.state.give_anew")
               for _, state, clock, _ in directives(board))  # fmt: skip


def directives_answer(board: Board) -> str:
    """The head of the list: how many are open, late and disputed."""
    given = directives(board)
    told = say("wall.directives_answer", open=len(given), late=late_directives(board))
    disputed = sum(state == say("directive.state.disputed") for _, state, _, _ in given)
    if disputed:
        told += f" · {say('wall.disputed', n=disputed)}"
    plans = [(one, plan_overdue(one)) for one in board.each() if plan_overdue(one)]
    places = len(board.each()) > 1
    if not plans:
        return told
    (first, words), *more = plans
    beside = f" +{len(more)}" if more else ""
    return f"{told} · {_of_place(first, words, places)}{beside}"


def plan_overdue(board: Board) -> str:
    """How far its plan was given, where a step that nobody was given is past its time; "" else."""
    incident = board.incident
    if not incident["plan"]:
        return ""
    steps = board.part("plans", incident["plan"])["steps"]
    given = incident["progress"]["given"]
    late = [
        step
        for step in steps
        if step["id"] not in given and incident["t0"] + step["due_s"] * 1000 < board.now
    ]
    counts = {"given": len(given), "total": len(steps), "n": len(late)}
    return say("plan.overdue", **counts) if late else ""


def _of_place(board: Board, words: str, told: bool) -> str:
    ident = board.incident["place"]
    areas = {area["id"]: area["name"]["en"] for area in board.site["areas"]}
    place = board.incident["source"]["tank"] or areas.get(ident, ident)
    return say("cell.other", place=place, words=words) if told else words


def _given_anew(d: Rows, rows: list[Rows]) -> bool:
    same = [o for o in rows if (o["incident"], o["step"]) == (d["incident"], d["step"])]
    again = [o for o in same if o["issued_at"] > d["issued_at"]]
    return bool(d["state"] == "refused" and d["step"] and again)


def alarms(board: Board) -> list[tuple[list[str], list[str], str]]:
    """The gravest alarm of each tag in the order of the list: its names, ways to tell its value, state."""
    rows = sorted(
        (row for row in board.topic("alarms").values() if "bursts" not in row),
        key=lambda a: (
            _place(a),
            a["state"] == "ACKED",
            PRIORITIES.index(a["priority"]),
            -a["raised_at"],
        ),
    )
    lines, seen = [], set()
    for a in rows:
        what = (a["tag"], {"HH": "H", "LL": "L"}.get(a["condition"], a["condition"]))
        if what in seen:
            continue
        seen.add(what)
        since = {"RTNUN": a["returned_at"], "ACKED": a["acked_at"]}.get(a["state"], a["raised_at"])
        word = say("alarm.state." + a["state"]) + " " + age(board.now - since)
        row = board.rows["levels"].get(a["tag"])
        value = ""
        if row and a["condition"] not in JUDGED:
            value = f"{_rounded(row)} {row['unit'].replace('m3', 'm³')}"
            if board.stale(a["tag"]):
                value += f" · {say('level.stale', age=age(board.now - row['ts']))}"
        lines.append((_alarm_names(board, a), _measured_and_done(board, a, value), word))
    return lines


def _rounded(row: Rows) -> str:
    """Metres with two decimals, a large value with none, another with two and no noughts at its end."""
    if row["unit"] == "m":
        return number(row["value"], 2)
    if abs(row["value"]) >= 100:
        return number(row["value"], 0)
    told = number(row["value"], 2)
    return told.rstrip("0").rstrip(".")


def _measured_and_done(board: Board, alarm: Rows, value: str) -> list[str]:
    """What is measured, and before it the plant's own answer to the alarm, cut by whole words where it stands alone."""
    plain = _measured_at(board, alarm["tag"], value)
    what = (alarm["tag"], alarm["condition"])
    answers = [
        str(one["response"]["en"])
        for one in board.site["rationalisations"]
        if (one["tag"], one["condition"]) == what
    ]
    if not answers:
        return plain
    answer = answers[0]
    told = f"▸ {answer}"
    if plain[0]:
        return [*(f"{one} · {told}" for one in plain), told, *plain]
    cuts = []
    for share in (0.75, 0.5, 0.33):
        at = int(len(answer) * share)
        space = answer.rfind(" ", 0, at + 1)
        cuts.append(f"▸ {answer[: space if space > at / 3 else at]} …")
    return [told, *cuts]


def _measured_at(board: Board, tag: str, value: str) -> list[str]:
    """The value with the name of what measures it, where no vessel's number says that, or alone."""
    holders = {v["level"] for v in (*board.site["tanks"], *board.site["pools"])}
    names = [t["name"]["en"] for t in board.site["tags"] if t["id"] == tag and t["name"]]
    if tag in holders or not names:
        return [value]
    return [f"{value} · {names[0]}", value] if value else names


def _place(alarm: Rows) -> int:
    """An emergency nobody has acknowledged, one that stands, the others likewise, silent gauges, and
    what returned: docs/alarms.md, "The order"."""
    if alarm["state"] == "RTNUN":
        return 5
    if alarm["priority"] != "emergency" and alarm["condition"] == "STALE":
        return 4
    return int(alarm["state"] == "ACKED") + (0 if alarm["priority"] == "emergency" else 2)


def _alarm_names(board: Board, alarm: Rows) -> list[str]:
    condition = say(f"alarm.condition.{alarm['condition']}")
    holders = {t["level"]: t["id"] for t in board.site["tanks"]}
    holders |= {p["level"]: p["name"]["en"] for p in board.site["pools"]}
    if alarm["tag"] in holders:
        return [f"{holders[alarm['tag']]} {condition}"]
    names = [s["name"]["en"] for s in board.site["sources"] if s["id"] == alarm["tag"]]
    return [f"{names[0] if names else alarm['tag']} {condition}"]


def shortages(board: Board) -> dict[str, str]:
    """Resource name -> `have of need`: kits' worst lines, then what is under its minimum. Each incident
    that wants a kit needs the whole of it; what was sent to it is had."""
    found: dict[str, tuple[float, float]] = {}
    resources = board.rows["resources"]
    for row in (row for key, row in resources.items() if key.startswith("kit:")):
        wanting = [one for one in board.each() if row["kit"] in _wanted(one)]
        for line in row["lines"]:
            needed = line["needed"] * max(1, len(wanting))
            sent = [_sent(one, row["kit"], line["resource"]) for one in wanting]
            had = line["had_now"] + sum(min(line["needed"], one) for one in sent)
            have, need = found.get(line["resource"], (0.0, 0.0))
            if needed > had and needed - had > need - have:
                found[line["resource"]] = (had, needed)
    for row in (row for key, row in resources.items() if key.startswith("resource:")):
        had = row["had_now"] + sum(_sent(one, None, row["resource"]) for one in board.each())
        if row["minimum"] and had < row["minimum"]:
            found.setdefault(row["resource"], (had, row["minimum"]))
    return {
        name: _of(have, need)
        for what, (have, need) in found.items()
        for name in (board.named(what), board.named(what).split("(")[0].strip())
    }


def level(board: Board, name: str) -> tuple[list[str], str, str]:
    """What a level's row says: under the name, its share, its trend or the age of its silence."""
    tank = next((t for t in board.site["tanks"] if t["id"] == name), None)
    pool = next((p for p in board.site["pools"] if p["name"]["en"] == name), None)
    vessel = tank or pool
    assert vessel is not None, name
    tag = board.part("tags", vessel["level"])
    row = board.rows["levels"].get(tag["id"])
    if row is None:
        return [vessel["product"]["en"]], "–", say("level.no_signal")
    if pool:
        total = pool["to_weir_m3"]
        share = 100 * row["value"] / total
        detail = [say("level.of", value=number(row["value"], 0), total=number(total, 0), unit="m³")]
    else:
        share = 100 * (row["value"] - tag["low"]) / (tag["high"] - tag["low"])
        value = f"{number(row['value'], 2)} {tag['unit']}"
        detail = [f"{vessel['product']['en']} {value}", value]
    silent = board.now - row["ts"]
    if board.stale(tag["id"]):
        return detail, f"{number(share, 1)} %", say("level.stale", age=age(silent))
    doubtful = row["quality"] == "uncertain"
    return detail, f"{number(share, 1)} %", say("level.uncertain") if doubtful else _trend(tag, row)


def _trend(tag: Rows, row: Rows) -> str:
    rate, cubic = row["rate_per_min"], tag["unit"] == "m3"
    if rate is None:
        return ""
    if abs(rate) < (0.05 if cubic else 0.001):
        return say("level.steady")
    arrow = "▲" if rate > 0 else "▼"
    if cubic:
        return f"{arrow} {number(abs(rate), 1)} {say('unit.per_min', unit='m³')}"
    return f"{arrow} {number(abs(rate) * 1000, 0)} {say('unit.mm_per_min')}"


def on_site(rows: dict[str, Any]) -> str:
    """How many are on site, as the wall says it: by the gates where they count, else by the shift list."""
    inside = rows.get("inside")
    if inside is None:
        return say("people.on_site", n=rows["count"]["on_site"])
    code = inside["turns"][0][2]
    return say("people.inside" if code == "exact" else f"people.{code}", n=inside["n"])
