"""The headcount on paper: a list with a serial number for each muster point, and the entry of the
ticked list.

The serial ends in four characters computed from the people on the list, so a typing error finds no
list.
"""

import re
from hashlib import sha256
from math import inf
from typing import Any

from pydantic import Field
from typing_extensions import TypedDict

from command_center.domain.actor import Role, Via
from command_center.domain.fact import Draft, Fact
from command_center.domain.fields import MusterId, PersonId
from command_center.domain.open_incident import NameIncident, open_incident
from command_center.domain.people.expected_inside import expected_inside
from command_center.domain.people.headcount import CheckedIn, asked_as, counting, on_air_refusal
from command_center.domain.people.wardens import wardens_now
from command_center.domain.presence import TO_FIND, stands
from command_center.domain.readers import EVERYBODY
from command_center.domain.refusal import Decision, Refusal
from command_center.domain.registry import Command, Context, applies, decides
from command_center.domain.site.map.way_out import Danger, way_out
from command_center.domain.site.model import Site
from command_center.domain.speaking import RECORDERS, witness
from command_center.domain.state import State
from command_center.domain.state.incidents.incident import Incident
from command_center.domain.state.people.muster_list import AtMuster, MusterList

FIELD = (Role.COMMANDER, Role.CONTROLLER, Role.RESPONDER)
LETTERS = "23456789ABCDEFGHJKLMNPQRSTUVWXYZ"
"""Of a serial's check: none that is read as another (no 0, O, 1, I)."""
MOST_LISTS = 100
"""Of one incident (ours)."""
ROWS = re.compile(r"(\d{1,5})(?:\s*[-–~至]\s*(\d{1,5}))?")
BETWEEN = re.compile(r"[\s,;，；、]*")


class EnterList(Command):
    """Enter a ticked list: its serial, the numbers of the ticked rows (`1-12, 15`), and the warden
    who signed it.

    `muster` is where they stand, if it is another point than the list says. `at` is the time on the
    paper.
    """

    serial: str = Field(min_length=3, max_length=60)
    ticked: str = Field(min_length=1, max_length=2_000)
    signed_by: PersonId
    muster: MusterId | None = None


class ListedAt(TypedDict):
    """The people expected at a muster point; `muster` is None where it is not known at which."""

    muster: str | None
    people: list[str]


class MusterListed(TypedDict):
    """A headcount list was made for printing; its rows are numbered through all `lists` from 1 on.
    `everybody` is how many had to be counted, of whom `checked_in` and `assigned` are not on the
    list."""

    serial: str
    lists: list[ListedAt]
    everybody: int
    checked_in: int
    assigned: int


class MusterEntered(TypedDict):
    """A ticked list was entered: the ticked `rows`, the `people` that they name, and who signed the
    paper."""

    serial: str
    rows: list[int]
    people: list[str]
    signed_by: str
    muster: str | None


@decides("muster.list", NameIncident, FIELD)
def make_list(state: State, command: NameIncident, ctx: Context) -> Decision:
    """Makes a list of everybody who still has to be counted, by the muster point to which they are
    sent. Before an evacuation is ordered it lists who is expected inside."""
    incident = open_incident(state, command.incident)
    if isinstance(incident, Refusal):
        return incident
    if len(incident.muster_lists) >= MOST_LISTS:
        return Refusal("muster_lists_too_many", {"incident": incident.id, "most": MOST_LISTS})
    counted = incident.evacuation is not None and incident.evacuation.ordered
    standing = stands(state, incident) if counted else {}
    inside = [one.who for one in expected_inside(state, ctx.site, ctx.gates)]
    open_ = [who for who, stand in standing.items() if stand in TO_FIND] if counted else inside
    if not open_:
        return Refusal("nobody_to_count", {"incident": incident.id})
    lists = expected_at(ctx.site, incident, open_)
    data = MusterListed(
        serial=_serial(incident, lists),
        lists=lists,
        everybody=len(standing) if counted else len(inside),
        checked_in=sum(stand == "checked_in" for stand in standing.values()),
        assigned=sum(stand in ("assigned", "on_air") for stand in standing.values()),
    )
    return [Draft("muster.listed", data, incident.id, caused_by=incident.opened_seq)]


def expected_at(site: Site, incident: Incident, people: list[str]) -> list[ListedAt]:
    """Returns by muster point who is sent there, by their place of work: as was ordered, else away from the hot zone.
    The points are in the site's order; people without a place of work, and visitors, come last
    under no point."""
    order = {person.id: n for n, person in enumerate(site.people)}
    start = site.places.get(incident.source.tank or "") or site.places.get(incident.place)
    to: dict[str, str | None] = {}
    found: dict[str | None, list[str]] = {muster.id: [] for muster in site.musters} | {None: []}
    for who in sorted(people, key=lambda one: (order.get(one, inf), one)):
        person = site.person_by_id.get(who)
        home = person.home if person else None
        if home is None:
            found[None].append(who)
            continue
        ordered = incident.evacuation.muster_of(home) if incident.evacuation else None
        if ordered is not None:
            to[home] = ordered
        elif home not in to:
            # Without a known source everybody goes to the nearest point: a danger of no radius.
            here = site.places[home][1]
            danger = Danger(start[1], incident.hot_zone_m) if start else Danger(here, 0.0)
            way = way_out(site, here, danger)
            to[home] = way.muster if way else None
        found[to[home]].append(who)
    return [ListedAt(muster=muster, people=listed) for muster, listed in found.items() if listed]


def _serial(incident: Incident, lists: list[ListedAt]) -> str:
    told = repr([(one["muster"], one["people"]) for one in lists])
    number = f"{incident.id}-M{len(incident.muster_lists) + 1}"
    digest = sha256(f"{number} {told}".encode()).digest()
    return f"{number}-{''.join(LETTERS[byte % len(LETTERS)] for byte in digest[:4])}"


@decides("muster.enter", EnterList, FIELD)
def enter(state: State, command: EnterList, ctx: Context) -> Decision:
    """Enters a ticked list by its serial: each person in a ticked row is checked in, on the report
    of the warden who signed it. A warden, or whoever keeps the radio log, may enter it."""
    wanted = command.serial.upper().replace(" ", "")
    known = next(
        (
            (incident, listed)
            for incident in state.open_incidents.values()
            for listed in incident.muster_lists.values()
            if listed.serial == wanted
        ),
        None,
    )
    if known is None:
        return Refusal("unknown_muster_list", {"serial": command.serial})
    incident, listed = known
    wardens = wardens_now(state, ctx.site)
    signer = ctx.site.person_by_id.get(command.signed_by)
    if signer is None:
        return Refusal("unknown_person", {"person": command.signed_by})
    if signer.id not in wardens:
        return Refusal("signer_no_warden", {"name": signer.name}, status=403)
    if ctx.actor.role not in RECORDERS and witness(command, ctx) not in wardens:
        return Refusal("list_not_yours", status=403)
    if command.muster is not None and all(command.muster != m.id for m in ctx.site.musters):
        return Refusal("no_muster", {"place": command.muster})
    rows = rows_of(command.ticked, listed)
    if isinstance(rows, Refusal):
        return rows
    return _entered(state, command, ctx, incident, listed, rows)


def _entered(
    state: State,
    command: EnterList,
    ctx: Context,
    incident: Incident,
    listed: MusterList,
    rows: list[int],
) -> Decision:
    """Returns the facts: first the entered list, then the check-in of each person, in every
    headcount that includes them."""
    every = listed.rows()
    told: dict[str, Any] = {"speaker": command.signed_by, "via": Via.PAPER}
    data = MusterEntered(
        serial=listed.serial,
        rows=rows,
        people=[every[row][0] for row in rows],
        signed_by=command.signed_by,
        muster=command.muster,
    )
    drafts = [Draft("muster.entered", data, incident.id, caused_by=listed.seq, **told)]
    for row in rows:
        person, muster = asked_as(state, every[row][0]), every[row][1]
        place = command.muster or muster
        if place is None:
            return Refusal("muster_needed", {"row": row})
        for name, headcount in counting(state, person):
            if headcount.accounts[person] == "checked_in":
                continue  # counted by somebody else meanwhile
            refusal = on_air_refusal(state, ctx, person, ctx.when(command))
            if refusal is not None:
                return refusal
            drafts.append(
                Draft(
                    "person.checked_in",
                    CheckedIn(person=person, muster=place),
                    name,
                    caused_by=headcount.ordered_seq,
                    **told,
                )
            )
    if len(drafts) == 1 and incident.evacuation is None:
        return Refusal("no_evacuation_yet", {"incident": incident.id})
    return drafts


def rows_of(ticked: str, listed: MusterList) -> list[int] | Refusal:
    """Returns the row numbers of `1-12, 15`, each once, in order; the refusal names what is no row
    of the list."""
    every, found, at = listed.rows(), set[int](), 0
    text = ticked.strip()
    while at < len(text):
        part = ROWS.match(text, at)
        if part is None:
            return Refusal("muster_rows", {"part": text[at : at + 20], "last": len(every)})
        first, last = int(part[1]), int(part[2] or part[1])
        if not 1 <= first <= last <= len(every):
            return Refusal("muster_rows", {"part": part[0], "last": len(every)})
        found.update(range(first, last + 1))
        between = BETWEEN.match(text, part.end())
        at = between.end() if between else part.end()
    return sorted(found)


@applies("muster.listed", MusterListed, readers=EVERYBODY)
def listed(state: State, fact: Fact) -> None:
    """Applies the fact: the list is known by its serial, and can be printed again."""
    d = fact.data
    lists = tuple(AtMuster(one["muster"], tuple(one["people"])) for one in d["lists"])
    made = MusterList(
        d["serial"], fact.at, fact.seq, fact.actor, lists, d["everybody"], d["checked_in"], d["assigned"]
    )  # fmt: skip
    state.incidents[fact.incident or ""].muster_lists[made.serial] = made


@applies("muster.entered", MusterEntered, readers=EVERYBODY)
def entered(state: State, fact: Fact) -> None:
    """Changes nothing: facts of their own check the people in."""
