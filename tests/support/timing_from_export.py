"""The timing table once more, from an exported journal alone and by other means than the product's.

It shares no code with the product: plain JSON lines in, plain tuples out. Where both agree to the
millisecond on a real night, a mistake would have to have been made twice, in two ways.

    python -m tests.support.timing_from_export journal.jsonl INC-1 V-7
"""

import json
import sys
from collections.abc import Iterable
from typing import Any

Fact = dict[str, Any]
Row = tuple[str, str, int | None, int | None, int | None]
"""(row, about, start number, stop number, net ms); None where there is a gap."""


def read(lines: Iterable[bytes | str]) -> list[Fact]:
    """The facts of an exported journal, in its order."""
    parsed = (json.loads(line) for line in lines)
    return [one["fact"] | {"seq": one["seq"]} for one in parsed if "fact" in one]


def table(facts: list[Fact], incident: str, storm: Iterable[str] = ()) -> list[Row]:
    """Every row that begins or ends with a fact, sorted; `storm` are the outfall's valves."""
    opened = next(f for f in facts if f["kind"] == "incident.opened" and f["incident"] == incident)
    closed = [f for f in facts if f["kind"] == "incident.closed" and f["incident"] == incident]
    until = (
        closed[0]["at"]
        if closed
        else max(f["recorded_at"] for f in facts if f["incident"] == incident)
    )
    by_seq = {f["seq"]: f for f in facts}
    t0 = by_seq.get(opened["data"]["t0_seq"], opened)
    free = {"alarm", "custody", "escalation", "notification", "plant", "responder", "valve"}
    mine = [
        f
        for f in facts
        if f["incident"] == incident
        or f["seq"] == t0["seq"]
        or (
            f["incident"] is None
            and f["drill"] is None
            and f["kind"].split(".")[0] in free
            and opened["data"]["t0"] <= f["at"] <= until
        )
    ]
    mine.sort(key=lambda f: (f["at"], f["seq"]))
    steps = [f for f in facts if f["kind"] == "clock.stepped"]
    rows: list[Row] = []

    def even(fact: Fact) -> int:
        at = int(fact["at"])
        for step in steps:
            typed_in = fact["at_basis"] == "backdated" and fact["at"] < step["at"]
            if step["seq"] < fact["seq"] and not typed_in:
                at -= step["data"]["by_ms"]
        return at

    def put(row: str, about: str, start: Fact | None, stop: Fact | None) -> None:
        if start is None and stop is None:
            return
        both = start is not None and stop is not None
        ms = even(stop) - even(start) if start is not None and stop is not None else None
        if both and ms is not None and ms < 0 and row != "drain_margin":
            ms = None
        begun, ended = (None if one is None else one["seq"] for one in (start, stop))
        rows.append((row, about, begun, ended, ms))

    def some(kind: str, **data: Any) -> list[Fact]:
        return [
            f
            for f in mine
            if f["kind"] == kind and all(f["data"].get(k) == v for k, v in data.items())
        ]

    def one(kind: str, **data: Any) -> Fact | None:
        found = some(kind, **data)
        return found[0] if found else None

    word = t0 if t0["kind"] != "incident.opened" else None
    ack = next(
        (f for f in some("alarm.acknowledged") if word and f["caused_by"] == word["seq"]), None
    )
    put("detection", "", one("plant.onset"), word)
    put("answering", "", word, ack)
    first_order = next(
        (f for f in some("directive.issued") if ack and f["caused_by"] == ack["seq"]), None
    )
    put("processing", "", ack, first_order)
    put("intervention", "", t0, _at_source(opened, some("directive.issued"), some("entry.at_work")))
    put("control", "", t0, _isolated(some("plant.confirmed")))
    spilt = one("model.computed", what="overflow_if_open")
    shut = [f for f in some("valve.reported", state="shut") if f["data"]["element"] in storm]
    put("drain_margin", "", _first(shut), spilt)
    put("headcount", "", one("evacuation.ordered"), _counted(mine))
    _people(put, some, one, by_seq)
    _kits(put, some)
    for target in dict.fromkeys(f["data"]["target"] for f in some("authority.refused")):
        ends = [
            f
            for kind in ("granted", "denied", "emergency_used")
            for f in some(f"authority.{kind}", target=target)
        ]
        put("authority", target, some("authority.refused", target=target)[0], _first(ends))
    return sorted(rows, key=lambda r: (r[0], r[1], r[2] or 0, r[3] or 0))


def _first(facts: list[Fact]) -> Fact | None:
    return min(facts, key=lambda f: (f["at"], f["seq"])) if facts else None


def _at_source(opened: Fact, orders: list[Fact], work: list[Fact]) -> Fact | None:
    source = {opened["data"]["place"], opened["data"]["tank"], None}
    for order in orders:
        if order["data"]["category"] == "source":
            source.add(order["data"]["place"])
            source.update(order["data"]["acts_on"])
    return next((f for f in work if f["data"]["element"] in source), None)


def _isolated(words: list[Fact]) -> Fact | None:
    last_leak = max((i for i, f in enumerate(words) if f["data"]["state"] == "leaking"), default=-1)
    return next((f for f in words[last_leak + 1 :] if f["data"]["state"] == "isolated"), None)


def _counted(mine: list[Fact]) -> Fact | None:
    """The last word that was still needed: of each person the word since which they are safe."""
    order = next((f for f in mine if f["kind"] == "evacuation.ordered"), None)
    if order is None:
        return None
    safe_since: dict[str, Fact | None] = dict.fromkeys(order["data"]["people"])
    for fact in mine:
        person = fact["data"].get("person")
        if person not in safe_since:
            continue
        if fact["kind"] in ("person.checked_in", "person.assigned"):
            safe_since[person] = safe_since[person] or fact
        elif fact["kind"] in ("person.missing", "person.found"):
            safe_since[person] = None
    words = list(safe_since.values())
    if not words or any(word is None for word in words):
        return None
    return max((w for w in words if w is not None), key=lambda f: (f["at"], f["seq"]))


def _people(put: Any, some: Any, one: Any, by_seq: dict[int, Fact]) -> None:
    told: set[str] = set()
    for order in some("directive.issued"):
        to = order["data"]["to_post"] or order["data"]["to_person"]
        if to and to not in told:
            told.add(to)
            name = order["data"]["id"]
            sent = one("notification.sent", directive=name)
            put("reach", to, sent, one("directive.acknowledged", directive=name))
    went: set[tuple[str, int | None]] = set()
    ordered: set[str] = set()
    for start in some("responder.status", status="en_route"):
        trip = (start["data"]["person"], start["caused_by"])
        if trip in went:
            continue
        went.add(trip)
        cause = by_seq.get(start["caused_by"], {})
        order = cause if cause.get("kind") == "directive.issued" else None
        place = order["data"]["place"] if order else start["data"]["place"]
        about = {"directive": order["data"]["id"]} if order else {}
        if order:
            ordered.add(order["data"]["id"])
        delivered = one("notification.delivered", person=trip[0], **about)
        put("turnout", trip[0], delivered, start)
        arrived = [
            f
            for f in some("responder.status", status="on_scene", person=trip[0], place=place)
            if f["caused_by"] == trip[1] and (f["at"], f["seq"]) >= (start["at"], start["seq"])
        ]
        put("travel", trip[0], start, _first(arrived))
    for order in some("directive.issued"):
        if order["data"]["mobilises"] and order["data"]["id"] not in ordered:
            delivered = one("notification.delivered", directive=order["data"]["id"])
            put("turnout", order["data"]["mobilises"], delivered, None)


def _kits(put: Any, some: Any) -> None:
    for needed in some("kit.needed"):
        kit = needed["data"]["kit"]
        stores = [f["data"]["store"] for f in some("kit.drawn", kit=kit)]
        stores += [s for f in some("resource.refused", kit=kit) for s in f["data"]["locked"]]
        for store in dict.fromkeys(stores):
            had = some("kit.drawn", kit=kit, store=store)
            for result in ("opened", "forced"):
                had += some("custody.tried", store=store, result=result)
                had += some(f"custody.{result}", store=store)
            put(
                "access",
                f"{kit} {store}",
                needed,
                _first([f for f in had if f["at"] >= needed["at"]]),
            )
        if not stores:
            put("access", kit, needed, None)
    checks = some("entry.ready")
    ready: set[str] = set()
    two = None
    for check in checks:
        ready.update(check["data"]["persons"])
        if len(ready) > 1 and two is None:
            two = check
    drawn = some("kit.drawn")
    everybody = {p for check in checks for p in check["data"]["persons"]}
    if two is None:
        put("donning", "", drawn[0] if drawn else None, None)
        return
    before = [f for f in drawn if f["at"] <= two["at"]]
    own = [f for f in before if (f["speaker"] or f["actor"]) in everybody]
    start = own[-1] if own else before[0] if before else None
    put("donning", "", start, two)


if __name__ == "__main__":
    with open(sys.argv[1], "rb") as file:
        for line in table(read(file), sys.argv[2], sys.argv[3:]):
            print(*line, sep="\t")
