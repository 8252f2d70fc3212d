"""The rules of docs/domain.md by which verdicts turn, written a second time: plain comparisons with the time.

A row carries turns, made by a verdict function. Here each verdict is said for one moment, of the row's other fields
and of the rows beside it, with numbers of its own. Whoever changes a rule changes it here too.
"""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import date, datetime
from typing import Any

from command_center.domain.site.model import Site

Row = Mapping[str, Any]
Verdict = tuple[str, str]
"""Its sign and its code."""
SECOND, MINUTE, HOUR, DAY = 1_000, 60_000, 3_600_000, 86_400_000
NOTHING: Verdict = ("plain", "")
"""What a page takes of no turns."""


@dataclass(frozen=True, slots=True)
class Seen:
    """A row under `key` (of turns that stand by name: that name), `part` the part of it that the turns are of,
    and the rows of its scene by topic."""

    site: Site
    rows: Mapping[str, Mapping[str, Row]]
    key: str
    row: Row
    part: Row

    def day(self, now: int) -> date:
        """The plant's calendar day at a moment."""
        return _day(self.site, now)


def _day(site: Site, now: int) -> date:
    return datetime.fromtimestamp(now / 1000, site.zone).date()


Rule = Callable[[Seen, int], Verdict]
"""The verdict at a moment: UTC epoch ms, or the age of a reading."""
RULES: dict[str, Rule] = {}
"""By where the turns stand: `alarms *.turns`."""


def rule(path: str) -> Callable[[Rule], Rule]:
    """The decorated function says what holds there."""

    def keep(said: Rule) -> Rule:
        RULES[path] = said
        return said

    return keep


PRIORITY = {"emergency": "urgent", "high": "urgent", "medium": "warn", "low": "note"}


@rule("alarms *.turns")
def alarm(seen: Seen, now: int) -> Verdict:
    one = seen.part
    if one["shelved_until"] is not None and not one["handed_over"] and now < one["shelved_until"]:
        return "plain", "shelved"
    returned = one["state"] == "RTNUN"
    sign = "warn" if returned else PRIORITY[one["priority"]]
    return "gone" if one["condition"] == "STALE" else sign, "returned" if returned else "stands"


@rule("alarms *.tone")
def tone(seen: Seen, now: int) -> Verdict:
    one = seen.part
    aside = one["shelved_until"] is not None and not one["handed_over"]
    if one["state"] != "UNACK" or (aside and now < one["shelved_until"]):
        return "plain", "silent"
    return PRIORITY[one["priority"]], one["priority"]


@rule("alarms *.long")
def long_alarm(seen: Seen, now: int) -> Verdict:
    if seen.part["state"] == "RTNUN":
        return NOTHING
    long = now - seen.part["raised_at"] > DAY
    return ("gone", "long") if long else ("plain", "recent")


@rule("alarms *.response")
def response(seen: Seen, now: int) -> Verdict:
    by = seen.part.get("respond_by")
    if by is None:
        return NOTHING
    return ("warn", "late") if now >= by else ("note", "time")


@rule("directives *.turns")
def directive(seen: Seen, now: int) -> Verdict:
    one = seen.part
    if one["disputed"]:
        return "urgent", "disputed"
    if one["state"] == "refused" and one["live"]:
        return "urgent", "give_anew"
    if one["state"] not in ("issued", "acknowledged", "in_progress", "done"):
        return "good" if one["state"] == "verified" else "plain", "ended"
    if one["state"] != "done":
        since, by = one["issued_at"], one["ack_by"]
        if one["state"] != "issued":
            since, by = one["acknowledged_at"] or since, one["due_at"]
        if now > by:
            return "urgent", "late"
        if 5 * (now - since) > 4 * (by - since):
            return "warn", "soon"
    if one["returned"]:
        return "warn", "returned"
    if one["conflict"]:
        return "warn", "conflict"
    return "note", "done" if one["state"] == "done" else "in_time"


@rule("directives *.next_step.turns")
def next_step(seen: Seen, now: int) -> Verdict:
    return "plain", "due" if now >= seen.part["at"] else "come"


@rule("matters work:*.turns")
def work(seen: Seen, now: int) -> Verdict:
    one = seen.part
    if one["danger"] is not None and one["inside"]:
        return "urgent", "inside"
    if one["danger"] is not None and one["live"]:
        return "urgent", "goes_on"
    if one["gas"] is not None and one["gas"]["over"]:
        return "urgent", "gas_over"
    if not one["live"]:
        return "warn", "paused"
    left = one["valid_until"] - now if one["valid_until"] is not None else HOUR
    return (
        ("urgent", "over")
        if left <= 0
        else ("warn", "ending")
        if left <= HOUR // 2
        else ("plain", "open")
    )


@rule("readiness round:*.turns")
def round_owed(seen: Seen, now: int) -> Verdict:
    return ("warn", "overdue") if now >= seen.part["due_at"] else ("plain", "due")


@rule("readiness unheld.again")
def not_inspected_again(seen: Seen, now: int) -> Verdict:
    """How many rounds ended an hour ago or more, whose drawn points nobody was asked to inspect again. The row does not
    say which they are; the facts of the ticker do."""
    facts = seen.rows["ticker"].values()
    opened = {one["data"].get("again") for one in facts if one["kind"] == "matter.opened"}
    ended = [one for one in facts if "reinspects" in one["data"].get("after", {})]
    waiting = [one["at"] for one in ended if one["data"]["matter"] not in opened]
    return number(sum(now - at >= HOUR for at in waiting), "warn")


@rule("matters hazard:*.turns")
def hazard(seen: Seen, now: int) -> Verdict:
    late = seen.part["late_at"] is not None and now >= seen.part["late_at"]
    return ("warn", "late") if late else ("plain", "open")


@rule("incident report:*.turns")
def report(seen: Seen, now: int) -> Verdict:
    return ("plain", "old") if now - seen.part["at"] >= DAY else ("warn", "waits")


@rule("incident *.withdrawn.turns")
def withdrawn(seen: Seen, now: int) -> Verdict:
    return ("plain", "past") if now - seen.part["at"] >= 15 * MINUTE else ("gone", "told")


@rule("incident *.calls.turns")
def call(seen: Seen, now: int) -> Verdict:
    made = seen.row["outside"].get(seen.part["unit"])
    if made is not None:
        return ("note", "called") if made["answered_at"] is None else ("good", "answered")
    due = seen.part["due_at"]
    return ("urgent", "late") if due is not None and now >= due else ("plain", "to_call")


def turn_back(at: int, now: int) -> Verdict:
    if now > at:
        return "urgent", "overdue"
    return ("warn", "soon") if at - now <= 5 * MINUTE else ("note", "inside")


TOLD_OF_SIREN = {
    "sounded": "good", "taken": "good", "failing": "urgent", "expired": "urgent", "exercise": "plain", "below": "plain",
    "later": "plain",
}  # fmt: skip


@rule("incident sirens:*.sirens.turns")
def siren(seen: Seen, now: int) -> Verdict:
    """What the gateway told, or why nothing is carried; without a word of it half a minute of patience, from the first
    message of which it told nothing. An end of which it told nothing is given out for a day."""
    said, untold = seen.part["said"], seen.part["untold_since"]
    is_end = seen.part["type"] == "Cancel"
    if is_end and untold is not None and now >= seen.part["sent_at"] + DAY:
        return "plain", "past"
    if said is not None:
        return TOLD_OF_SIREN[said], said
    return ("urgent", "unheard") if now >= untold + 30 * SECOND else ("plain", "waiting")


@rule("incident sirens:*.turns")
def all_sirens(seen: Seen, now: int) -> Verdict:
    """What is not proven comes first, then what waits; an end that has come says nothing any more. Of an end that is
    not proven the siren may still sound."""
    told = [siren(replace(seen, part=one), now) for one in seen.row["sirens"]]
    codes = {code for _, code in told} - {"exercise", "below", "later"}
    is_end = seen.row["sirens"][0]["type"] == "Cancel"
    if {"failing", "expired", "unheard"} & codes:
        if is_end:
            return "urgent", "unended"
        return "urgent", "unproven" if "unheard" in codes else "unreached"
    if "waiting" in codes:
        return "note", "ordered"
    if not codes or is_end:
        return "plain", "nothing"
    return "good", "sounds" if codes == {"sounded"} else "delivered"


@rule("incident official:*.due.turns")
def report_is_due(seen: Seen, now: int) -> Verdict:
    """An hour for the report to the authorities; its last quarter of an hour presses."""
    due = seen.part["due_at"]
    if seen.row["sent"]:
        late = seen.row["sent"][0]["at"] > due
        return ("note", "reported_late") if late else ("good", "reported")
    if seen.row["waived"]:
        return "note", "waived"
    if now > due:
        return "urgent", "overdue"
    return ("warn", "soon") if now >= due - 15 * MINUTE else ("plain", "due")


@rule("incident official:*.due.supplements")
def report_is_supplemented(seen: Seen, now: int) -> Verdict:
    """Until its days are over; sooner where the headcount says another number than was reported."""
    row = seen.row
    if not row["sent"]:
        return NOTHING
    if now > seen.part["supplement_until"]:
        return "plain", "past"
    differs = row["headcount_missing"] not in (None, row["missing"])
    return ("warn", "changed") if differs else ("plain", "open")


@rule("incident *.entry.in.turns")
def entrant(seen: Seen, now: int) -> Verdict:
    return turn_back(seen.part["turn_back_at"], now)


@rule("incident *.entry.turns")
def entry_board(seen: Seen, now: int) -> Verdict:
    inside, ready = seen.part["in"], seen.part["ready"]
    if not inside:
        return "plain", "ready" if ready else "nobody"
    first = turn_back(min(one["turn_back_at"] for one in inside), now)
    return ("warn", "lacking") if first[1] == "inside" and len(ready) < 2 else first


@rule("incident *.entry.gas")
def air_inside(seen: Seen, now: int) -> Verdict:
    """Above 10 %LEL nobody goes in without a reason; a measurement serves for half an hour."""
    units = {tag.id: tag.unit for tag in seen.site.tags}
    measured = [place for place in seen.row["gas"] if place["counts"]]
    levels = [place["value"] for place in measured if place["unit"] == "%LEL"]
    for alarm in seen.rows.get("alarms", {}).values():
        stands = alarm["state"] in ("UNACK", "ACKED") and alarm["tag"] in seen.row["gas_detectors"]
        if stands and units[alarm["tag"]] == "%LEL":
            levels.append(alarm["value"])
    if any(level > 10 for level in levels):
        return "urgent", "explosive"
    fresh = any(now - place["at"] <= 30 * MINUTE for place in measured)
    return ("plain", "measured") if fresh else ("warn", "unmeasured")


def overdue(seen: Seen, now: int, category: str | None = None) -> int:
    """How many of the plan's steps were not given in their time; with a category also its late directives."""
    plan = seen.site.plan_by_id.get(seen.row["plan"] or "")
    steps = () if plan is None else plan.steps
    late = sum(
        1
        for step in steps
        if step.id not in seen.row["progress"]["given"]
        and now - seen.row["t0"] > step.due_s * SECOND
        and category in (None, step.category)
    )
    if category is None:
        return late
    for key, one in seen.rows.get("directives", {}).items():
        if one["incident"] != seen.row["id"] or one["category"] != category or not one["live"]:
            continue
        begun = one["done_at"] if one["disputed"] else one["ended_at"]
        if one["state"] == "refused" and one["step"] is not None:
            continue
        red = directive(Seen(seen.site, seen.rows, key, one, one), now)[0] == "urgent"
        late += int(red and (begun is None or bool(now > begun)))
    return late


def asked(seen: Seen, now: int, category: str, own: Verdict) -> Verdict:
    """A question that is not answered is red while something of it is overdue."""
    late = own[0] != "good" and overdue(seen, now, category)
    return ("urgent", own[1]) if late else own


def late_of(category: str) -> Rule:
    return lambda seen, now: (
        ("urgent", "overdue") if overdue(seen, now, category) else ("plain", "in_time")
    )


for named in ("people", "source", "water", "outside"):
    rule(f"incident *.answers.{named}.late.turns")(late_of(named))
rule("incident *.answers.water.turns")(late_of("water"))


@rule("incident *.answers.hazard.turns")
def of_hazard(seen: Seen, now: int) -> Verdict:
    asked, one, alarms = seen.part["question"], seen.row, seen.rows.get("alarms", {}).values()
    calls = [row for key, row in seen.rows.get("people", {}).items() if key.startswith("sos:")]
    missing = one["evacuation"] is not None and one["evacuation"]["missing"]
    if asked == "casualty":
        return "urgent", "sos" if calls else "missing" if missing else "down"
    if asked == "entry":
        sign, code = entry_board(Seen(seen.site, seen.rows, seen.key, one, one["entry"]), now)
        return ("urgent" if sign == "urgent" else "warn"), code
    if asked == "gas":
        if one["gas_detectors"]:
            return "urgent", "alarm"
        if any(not gas["below"] for gas in one["gas"]):
            return "urgent", "above"
        return ("note", "below") if one["gas"] else ("warn", "never")
    if asked == "medics":
        units = [unit.id for unit in seen.site.outside if unit.kind == "medical"]
        made = [one["outside"][unit] for unit in units if unit in one["outside"]]
        if not units:
            return "note", "nobody"
        if not made:
            late = now - one["t0"] > 79 * SECOND
            return ("urgent", "late") if late else ("warn", "to_call")
        if made[0]["arrived_at"] is not None:
            return "good", "arrived"
        return "note", "called" if made[0]["answered_at"] is None else "answered"
    if asked == "foam":
        return ("note", "some") if seen.part["n"] else ("urgent", "none")
    if asked == "exposure":
        return ("warn", "near") if seen.part["about"] else ("note", "none")
    silent_ones = any(
        alarm["condition"] == "STALE" and alarm["state"] != "RTNUN" for alarm in alarms
    )
    return ("urgent", "silent") if silent_ones else ("note", "none")


@rule("incident *.answers.plan.turns")
def plan(seen: Seen, now: int) -> Verdict:
    return ("urgent", "overdue") if overdue(seen, now) else ("plain", "in_time")


@rule("incident *.answers.people.turns")
def people(seen: Seen, now: int) -> Verdict:
    return asked(seen, now, "people", _people(seen, now))


def _people(seen: Seen, now: int) -> Verdict:
    counted = seen.row["evacuation"]
    if any(now > one["turn_back_at"] for one in seen.row["entry"]["in"]):
        return "urgent", "overdue"
    if seen.row["entry"]["in"]:
        return ("urgent" if counted and counted["missing"] else "warn"), "on_air"
    if counted is None:
        return "note", "no_evacuation"
    if counted["missing"]:
        return "urgent", "missing"
    if counted["inside"]:
        return "warn", "inside"
    return ("warn", "not_accounted") if counted["not_accounted"] else ("good", "all_accounted")


@rule("incident *.answers.source.turns")
def source(seen: Seen, now: int) -> Verdict:
    return asked(seen, now, "source", _source(seen, now))


def _source(seen: Seen, now: int) -> Verdict:
    known, over = seen.row["source"], now - seen.row["t0"] > 12 * MINUTE
    if known["contradicted"]:
        return "urgent", "disputed_over" if over else "disputed"
    if known["isolated"]:
        said = known["confirmed"] is None and known["tank"] is not None
        return ("note", "isolated_said") if said else ("good", "isolated")
    return ("urgent", "over") if over else ("warn", "open")


@rule("incident *.answers.air.turns")
def air(seen: Seen, now: int) -> Verdict:
    places = seen.row["gas"]
    if seen.row["gas_detectors"] and any(gas["below"] and gas["counts"] for gas in places):
        return "urgent", "disputed"
    if seen.row["gas_clear_since"] is None:
        return "plain", "never"
    clear = any(gas["clear"] for gas in places) and not any(
        gas["ever_above"] and not gas["clear"] for gas in places
    )
    return ("good", "clear") if clear else ("plain", "once")


@rule("incident *.answers.outside.turns")
def outside(seen: Seen, now: int) -> Verdict:
    return asked(seen, now, "outside", _outside(seen, now))


def _outside(seen: Seen, now: int) -> Verdict:
    made, due = seen.row["outside"], seen.row["calls"]
    if any(
        one["due_at"] is not None and one["unit"] not in made and now >= one["due_at"]
        for one in due
    ):
        return "urgent", "late"
    every = due and all(one["unit"] in made for one in due)
    if not due:
        return "note", "nobody"
    return ("good", "all_called") if every else ("note", "to_call")


@rule("incident *.answers.command.turns")
def command(seen: Seen, now: int) -> Verdict:
    if seen.row["commander"] is None:
        return "urgent", "nobody"
    asked = any(one["state"] == "asked" for one in seen.row["authority"]["asked"])
    return ("warn", "asked") if asked else ("plain", "commanded")


@rule("incident *.authority.asked.turns")
def authority(seen: Seen, now: int) -> Verdict:
    waits = now - seen.part["asked_at"] < 120 * SECOND
    return ("plain", "waits") if waits else ("urgent", "allowed")


def silent(seen: Seen, tag: str, age: int) -> bool:
    """Whether a reading of that age of a tag is stale."""
    return age > max(3 * seen.site.tag_by_id[tag].period_s * SECOND, 3 * SECOND)


@rule("levels pool:*.turns")
def pool(seen: Seen, age: int) -> Verdict:
    gauge = seen.rows["levels"].get(seen.part["level"])
    if seen.part["overflowing_since"] is not None:
        return "urgent", "overflow"
    if gauge is None:
        return "gone", "unheard"
    if silent(seen, seen.part["level"], age):
        return "gone", "stale"
    if gauge["quality"] == "bad":
        return "gone", "bad"
    minutes = seen.part["earliest_min"]
    if (
        minutes is None
    ):  # too few readings, or nothing within six hours: the row cannot be asked which
        code = seen.part["turns"][0][2]
        return "note", code if code == "unknown" else "steady"
    return ("warn", "soon") if minutes < 20 else ("note", "filling")


@rule("levels in_time:*.turns")
def in_time(seen: Seen, age: int) -> Verdict:
    gauge, part = seen.rows["levels"].get(seen.part["level"]), seen.part
    if gauge is None:
        return "gone", "unheard"
    if silent(seen, part["level"], age):
        return "gone", "stale"
    if gauge["quality"] == "bad":
        return "gone", "bad"
    tank = seen.site.tank_by_id.get(part["vessel"])
    pool = next((one for one in seen.site.pools if one.id == part["vessel"]), None)
    full = tank.overflow_m or tank.height_m if tank else pool.to_weir_m3 if pool else 1e9
    if gauge["value"] >= full:
        return "urgent", "over"
    minutes, needed = part["earliest_min"], part["needed_min"]
    if (
        minutes is None
    ):  # too few readings, or nothing within six hours: the row cannot be asked which
        return "plain", part["turns"][0][2] if part["turns"][0][2] == "unknown" else "steady"
    if needed is not None and minutes <= needed:
        return "urgent", "act"
    return (
        ("warn", "soon")
        if minutes < (20 if needed is None else 2 * needed)
        else ("note", "filling")
    )


@rule("levels valve:*.turns")
def valve(seen: Seen, age: int) -> Verdict:
    found = seen.site.valve_by_id.get(seen.part["element"])
    if found is None:
        return NOTHING
    tag, reported = found.position, seen.part["reported"]
    reading = seen.rows["levels"].get(tag) if tag else None
    whose, is_open = ("unheard_" if tag else "usually_"), found.normally == "open"
    if reported is not None:
        whose, is_open = "reported_", reported["state"] == "open"
    if reading is not None and reading["quality"] != "bad":
        measured = reading["value"] > 0.05
        if reading["quality"] == "good" and not silent(seen, reading["tag"], age):
            whose, is_open = "", measured
        elif reported is None or reported["at"] <= reading["ts"]:
            whose, is_open = "was_", measured
    keeps = any(one.outfall == found.id for one in seen.site.pools)
    doubted = whose in ("was_", "unheard_")
    sign = "gone" if doubted else "plain"
    if keeps and is_open:
        sign = "warn" if doubted else "urgent"
    return sign, whose + ("open" if is_open else "shut")


@rule("people count.held")
def held(seen: Seen, now: int) -> Verdict:
    post = seen.site.post_by_id[seen.key]
    matters = post.key or post.commands
    holder = seen.row["posts"].get(post.id)
    if holder is None:
        return "urgent" if matters else "warn", "vacant"
    if seen.rows["people"][holder]["on_site"]:
        return "plain", "here"
    return "warn" if matters else "gone", "off_site"


def proof_counts(proven: str, days: int, today: date) -> bool:
    return (today - date.fromisoformat(proven)).days <= days


@rule("people contact:*.contacts.turns")
def contact(seen: Seen, now: int) -> Verdict:
    one = seen.part
    if "failed_at" in one or (one["failed"] is not None and "reached_at" not in one):
        return "urgent", "failed"
    if one["proven"] is None:
        return "warn", "never"
    days = 30 if seen.row["key_post"] else 90
    if "reached_at" in one and seen.day(now) <= seen.day(one["reached_at"]):
        return "plain", "reached"
    counts = proof_counts(one["proven"], days, seen.day(now))
    return ("plain", "proven") if counts else ("warn", "unproven")


def key_people(seen: Seen, now: int) -> Iterator[Verdict]:
    """Whether each holder of a key post can be reached, in no order: the row names nobody."""
    for key, row in seen.rows["people"].items():
        if not key.startswith("contact:") or not row["key_post"] or not row["contacts"]:
            continue
        said = [
            contact(Seen(seen.site, seen.rows, key, row, one), now)[1] for one in row["contacts"]
        ]
        proven = "failed" not in said and not {"proven", "reached"}.isdisjoint(said)
        yield ("plain", "proven") if proven else ("warn", "unproven")


def key_channels(seen: Seen, now: int) -> Iterator[Verdict]:
    """By how many proven channels each holder of a key post is reached, in no order."""
    for person in seen.site.key_people:
        row = seen.rows["people"].get(f"contact:{person}") or {"contacts": []}
        proven = [
            one
            for one in row["contacts"]
            if contact(Seen(seen.site, seen.rows, "", row, one), now)[1] in ("proven", "reached")
        ]
        channels = {one["channel"] for one in proven}
        addresses = {one["version"] for one in proven}
        if len(channels) > 1 and len(addresses) > 1:
            yield "plain", "two"
        else:
            yield "urgent", "one" if proven else "none"


@rule("people contact:*.contacts.asked.turns")
def asked_for(seen: Seen, now: int) -> Verdict:
    one = seen.part
    if one["confirmed_at"] is not None:
        return "good", "confirmed"
    if one["error"] is not None:
        dead = one["error"] in ("not_in_service", "switched_off", "rejected")
        return "urgent" if dead else "warn", "failed"
    return ("warn", "no_answer") if now >= one["at"] + 3 * DAY else ("plain", "asked")


@rule("people campaign:*.turns")
def campaign(seen: Seen, now: int) -> Verdict:
    return ("warn", "no_answer") if now >= seen.part["at"] + 3 * DAY else ("plain", "asked")


def last_day(day: str, today: date, over: str) -> Verdict:
    left = (date.fromisoformat(day) - today).days
    if left < 0:
        return over, "over"
    if left <= 30:
        return "warn", "due"
    return "plain", "known" if left <= 180 else "far"


def next_time(day: str | None, today: date) -> Verdict:
    """A count or an inspection; what was never done, or was found unfit, has no day and is over."""
    return ("warn", "over") if day is None else last_day(day, today, "warn")


@rule("resources stock:*.expiry")
def expiry(seen: Seen, now: int) -> Verdict:
    return last_day(seen.part["expires"], seen.day(now), "urgent")


@rule("resources stock:*.inspection")
def inspection(seen: Seen, now: int) -> Verdict:
    return next_time(seen.part["inspection_due"], seen.day(now))


@rule("resources stock:*.counting")
def counting(seen: Seen, now: int) -> Verdict:
    return next_time(seen.part.get("count_due"), seen.day(now))


@rule("resources tasks:*.tasks.turns")
def task(seen: Seen, now: int) -> Verdict:
    return next_time(seen.part["due"], seen.day(now))


@rule("readiness agreement:*.turns")
def agreement(seen: Seen, now: int) -> Verdict:
    return last_day(seen.part["expires"], seen.day(now), "warn")


def stock_lines(seen: Seen) -> Iterator[Row]:
    for key, row in seen.rows["resources"].items():
        if key.startswith("stock:"):
            yield row


def number(n: int, sign: str) -> Verdict:
    return sign if n else "plain", str(n)


@rule("readiness upkeep.counts")
def counts_overdue(seen: Seen, now: int) -> Verdict:
    asked = [row.get("count_due") for row in stock_lines(seen) if "counting" in row]
    today = seen.day(now)
    return number(sum(next_time(day, today)[1] == "over" for day in asked), "warn")


@rule("readiness upkeep.inspections")
def inspections_overdue(seen: Seen, now: int) -> Verdict:
    """Of lines of stock, and of kits as the tasks of their keepers have them."""
    asked = [row["inspection_due"] for row in stock_lines(seen) if "inspection" in row]
    for key, row in seen.rows["resources"].items():
        if key.startswith("tasks:"):
            assert row["total"] == len(row["tasks"]), "not every task stands in the row"
            asked += [one["due"] for one in row["tasks"] if one["what"] == "inspect_kit"]
    today = seen.day(now)
    return number(sum(next_time(day, today)[1] == "over" for day in asked), "warn")


def days_left(seen: Seen, now: int) -> Iterator[int]:
    """To the last good day of each line that lies in its store, or of each batch of it and of what is of no batch."""
    for row in stock_lines(seen):
        here = {row["expires"]: row["quantity"] - row["committed"]}
        parts = list(here.items())
        if batches := row.get("batches"):
            assert not row["committed"], "a row does not say of which batch something is out"
            kept = seen.site.stock_by_line[row["resource"], row["store"]]
            rest = round(row["quantity"] - sum(one["quantity"] for one in batches), 6)
            parts = [(one["expires"], one["quantity"]) for one in batches]
            parts.append((kept.expires.isoformat() if kept.expires else None, rest))
        for day, quantity in parts:
            if day is not None and quantity > 0:
                yield (date.fromisoformat(day) - seen.day(now)).days


@rule("readiness upkeep.expired")
def past_its_day(seen: Seen, now: int) -> Verdict:
    return number(sum(left < 0 for left in days_left(seen, now)), "urgent")


@rule("readiness upkeep.expiring")
def soon_past_its_day(seen: Seen, now: int) -> Verdict:
    return number(sum(0 <= left <= 30 for left in days_left(seen, now)), "note")


def lasts(at: int, until: int, now: int, fine: Verdict) -> Verdict:
    """What was given `at` a time until another: the last two hours press."""
    if now >= until:
        return "gone", "over"
    return ("warn", "ending") if now >= at and until - now <= 2 * HOUR else fine


@rule("readiness interim:*.turns")
def interim(seen: Seen, now: int) -> Verdict:
    return lasts(seen.part["at"], seen.part["until"], now, ("warn", "interim"))


@rule("authority delegation:*.turns")
def delegation(seen: Seen, now: int) -> Verdict:
    one = seen.part
    if one["ended_at"] is not None:
        return "gone", "over"
    return lasts(one["at"], one["until"], now, ("good", "in_force"))


@rule("authority act:*.cells.turns")
def may_act(seen: Seen, now: int) -> Verdict:
    """As long as what it is by: its own and a deputy's have no end."""
    if seen.part["by"] != "delegation":
        return "good", "in_force"
    lent = seen.rows["authority"][f"delegation:{seen.part['delegation']}"]
    return delegation(Seen(seen.site, seen.rows, seen.key, lent, lent), now)


@rule("readiness break_glass:*.turns")
def break_glass(seen: Seen, now: int) -> Verdict:
    if now < seen.part["opened_at"]:
        return NOTHING
    return ("warn", "used") if now >= seen.part["until"] else ("urgent", "open")


@rule("people gate:*.readers.turns")
def card_reader(seen: Seen, now: int) -> Verdict:
    """Down when it was not heard for more than three of its heartbeats, or never."""
    heard, gate = seen.part["heard_at"], seen.site.gate_by_id[seen.row["gate"]]
    silent_for = None if heard is None else now - heard
    down = silent_for is None or silent_for > 3 * gate.heartbeat_s * SECOND
    return ("gone", "down") if down else ("plain", "heard")


@rule("people gate:*.turns")
def gate_counts(seen: Seen, now: int) -> Verdict:
    """As its worst reader."""
    said = [
        card_reader(Seen(seen.site, seen.rows, seen.key, seen.row, one), now)
        for one in seen.row["readers"]
    ]
    return ("gone", "down") if ("gone", "down") in said else ("plain", "heard")


@rule("people inside.turns")
def count_inside(seen: Seen, now: int) -> Verdict:
    """A lower bound while a reader of an outer gate has not been heard, an upper one while an unknown card may be
    somebody whom no gate saw. The row is sent again when a reader falls silent."""
    twice = bool(seen.row["cards"] and seen.row["never_passed"])
    for gate in seen.site.gates:
        for reader in (
            [] if gate.inner else seen.rows["people"].get(f"gate:{gate.id}", {}).get("readers", [])
        ):
            if reader["heard_at"] is None:
                return "warn", "about" if twice else "at_least"
    return ("warn", "at_most") if twice else ("plain", "exact")


def is_inside(seen: Seen, now: int) -> Verdict:
    one = seen.part
    if not one["inside"]:
        return "note", "left"
    if one.get("disagreement") is not None:
        return "note", one["disagreement"]
    long = one["source"] != "shift" and now - one["since"] >= 16 * HOUR
    return ("warn", "long") if long else ("plain", "inside")


rule("people inside:*.turns")(is_inside)
rule("people visitor:*.turns")(is_inside)


@rule("people zone:*.turns")
def zone(seen: Seen, now: int) -> Verdict:
    limit = seen.part["limit"]
    over = limit is not None and seen.part["n"] > limit
    return ("urgent", "over") if over else ("plain", "within")


@rule("people roll_call:*.asked.turns")
def asked_in_roll_call(seen: Seen, now: int) -> Verdict:
    if seen.part["answered_at"] is not None:
        return "good", "heard"
    return ("urgent", "overdue") if now - seen.row["at"] >= 3 * MINUTE else ("note", "asked")


@rule("people roll_call:*.turns")
def roll_call(seen: Seen, now: int) -> Verdict:
    one = seen.part
    if any(person["answered_at"] is None for person in one["asked"]):
        return ("urgent", "overdue") if now - one["at"] >= 3 * MINUTE else ("note", "running")
    if one["ended_at"] is not None:
        return "plain", "ended"
    due = one["next_at"] is not None and now >= one["next_at"]
    return ("warn", "due") if due else ("good", "complete")


@rule("review *.turns")
def review(seen: Seen, now: int) -> Verdict:
    one = seen.part
    due = one["due"][one["next"]]
    if now >= one["due"]["signed"]:
        return "urgent", "overdue"
    if now >= due:
        return "urgent", "step_late"
    if one["lapsed"]:
        return "warn", "lapsed"
    soon = 4 * (now - one["ended_at"]) >= 3 * (due - one["ended_at"])
    return ("warn", "soon") if soon else ("note", "due")


HAPPENED = {"fired": "note", "added": "note", "held": "warn", "skipped": "gone"}
EXPECTED = {
    "open": "note", "met": "good", "late": "warn", "missed": "urgent", "moot": "gone", "not_reached": "gone",
}  # fmt: skip


@rule("drill *:direction.injects.turns")
def inject(seen: Seen, now: int) -> Verdict:
    one = seen.part
    sign = HAPPENED[one["state"]]
    if one["state"] != "fired" or one["planned"] is None:
        return sign, one["state"]
    off = one["at"] - one["planned"]
    return (
        sign,
        "fired_later" if off > 5 * SECOND else "fired_earlier" if off < -5 * SECOND else "fired",
    )


@rule("drill *:direction.expectations.turns")
def expectation(seen: Seen, now: int) -> Verdict:
    one = seen.part
    if one["state"] == "open" and now > one["by"]:
        return "urgent", "overdue"
    return EXPECTED[one["state"]], one["state"]


def of_site(
    site: Site, shown: Mapping[str, Any]
) -> Iterator[tuple[str, list[Any], Callable[[int], Verdict]]]:
    """The turns that come once, with `GET /api/v1/site`: what they are of, and what holds at a moment."""

    def aged(periods: list[float], fresh: Verdict) -> Callable[[int], Verdict]:
        stale = max(3 * min(periods) * SECOND, 3 * SECOND)
        return lambda age: ("gone", "stale") if age > stale else fresh

    def agreed(end: str) -> Callable[[int], Verdict]:
        return lambda now: last_day(end, _day(site, now), "warn")

    def reviewed(day: str) -> Callable[[int], Verdict]:
        return lambda now: (
            ("warn", "due")
            if (_day(site, now) - date.fromisoformat(day)).days > 183
            else ("plain", "reviewed")
        )

    def step(at_s: int, due_s: int) -> Callable[[int], Verdict]:
        return lambda age: (
            ("urgent", "overdue")
            if age > due_s * SECOND
            else ("warn", "to_give")
            if age >= at_s * SECOND
            else ("plain", "to_come")
        )

    def position(faded_s: int, unknown_s: int) -> Callable[[int], Verdict]:
        return lambda age: (
            ("gone", "unknown")
            if age >= unknown_s * SECOND
            else ("note", "faded")
            if age >= faded_s * SECOND
            else ("plain", "live")
        )

    fresh: dict[str, Verdict] = {
        "good": ("plain", "fresh"), "uncertain": ("plain", "doubtful"), "bad": ("gone", "bad"),
    }  # fmt: skip
    for tag in shown["tags"]:
        for quality, turns in tag["ages"].items():
            yield f"tag {tag['id']}", turns, aged([tag["period_s"]], fresh[quality])
    for one in shown["sources"]:
        if one["ages"]:
            periods = [tag.period_s for tag in site.tags if tag.source == one["id"]]
            yield f"source {one['id']}", one["ages"], aged(periods, fresh["good"])
    for unit in shown["outside"]:
        if unit.get("agreement"):
            yield f"outside {unit['id']}", unit["agreement"], agreed(unit["agreement_expires"])
    for plan in shown["plans"]:
        yield f"plan {plan['id']}", plan["review"], reviewed(plan["reviewed"])
        for told in plan["steps"]:
            yield f"step {told['id']}", told["turns"], step(told["at_s"], told["due_s"])

    def nears(age: int) -> Verdict:
        if age >= 0:
            return "note", "due"
        return ("note", "soon") if age >= -30 * SECOND else ("plain", "to_come")

    yield "inject", shown["inject_nears"], nears
    yield "position", shown["position_ages"]["normal"], position(60, 300)
    yield "position in a hot zone", shown["position_ages"]["hot"], position(30, 120)
