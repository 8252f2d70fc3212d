"""Decides who may read a matter, and rebuilds the fields of an ended one from its facts.

A template names its `readers` by words: `parties`, `area`, `safety`, `commander`, `everyone`, its
own parties, and functions or posts of the plant. Whoever takes part in a matter may always read it.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from command_center.domain.actor import Role
from command_center.domain.fact import Fact
from command_center.domain.matters.playing.posts import AREA_HEADS, head_of, holders_of, posts_named
from command_center.domain.matters.reading.exchange import HAZARDS, RISK
from command_center.domain.readers import matter_roles
from command_center.domain.site.model import Site
from command_center.domain.state import State
from command_center.domain.state.matters import Matter
from command_center.domain.template_language.parties import FUNCTIONS

EVERYONE, AREA, COMMANDER = "everyone", "area", "commander"
SAFETY = ("safety", "safety-officer")
"""The word of a template, and the function whose holders it means."""
AUDITOR = "auditor"
"""The word of a template for who audits the plant from outside."""
AUDITED = frozenset({RISK, *HAZARDS})
"""What an auditor reads whatever a template's readers say: the risks and hazards of double prevention, as the exchange
file has them. Points, permits and duties are not the auditor's unless a template names them."""
OF_AREA = AREA_HEADS | {AREA}
"""The words that mean other people in each area."""


@dataclass(frozen=True, slots=True)
class Reach:
    """What one person in one role may read: matters whose readers include one of `words`; those
    with `area`, in `areas`; those with the head of an area, in `headed`; those in which they
    take part; and those of the templates `audited`, whatever their readers are."""

    person: str | None
    words: frozenset[str]
    areas: frozenset[str]
    headed: frozenset[str]
    audited: frozenset[str] = frozenset()


def reach_of(
    state: State, site: Site, role: Role, person: str | None, *, looks_only: bool = False
) -> Reach:
    """Returns what somebody may read now. A read-only evaluator's account (`looks_only`) is that of
    an auditor."""
    if role is Role.EVALUATOR and looks_only and person is None:
        return Reach(None, frozenset({EVERYONE, AUDITOR}), frozenset(), frozenset(), AUDITED)
    words = {word for word in (EVERYONE, COMMANDER, SAFETY[0]) if role in matter_roles([word])}
    if person is None:
        return Reach(None, frozenset(words), frozenset(), frozenset())
    held = {post.id for post in site.posts if person in holders_of(state, site, post)}
    posts = [post for post in site.posts if post.id in held]
    words |= held
    for function in FUNCTIONS - AREA_HEADS:
        if any(post.id in held for post in posts_named(site, function, None)):
            words.add(function)
    if SAFETY[1] in words:
        words.add(SAFETY[0])
    if any(post.commands for post in posts):
        words.add(COMMANDER)
    areas = {post.area for post in posts if post.area is not None}
    headed = {area for area in areas if (head := head_of(site, area)) and head.id in held}
    return Reach(person, frozenset(words), frozenset(areas), frozenset(headed))


def may_read(row: Mapping[str, Any], reach: Reach) -> bool:
    """Returns whether somebody may read a matter. `row` has `people`, `opener`, `area`, `template`
    and `readers`."""
    readers = frozenset(row["readers"])
    if readers & reach.words or row["template"] in reach.audited:
        return True
    if AREA in readers and row["area"] in reach.areas:
        return True
    if readers & AREA_HEADS and row["area"] in reach.headed:
        return True
    return reach.person is not None and (
        reach.person == row["opener"] or reach.person in row["people"]
    )


def may_read_open(matter: Matter, reach: Reach) -> bool:
    """Returns whether an open matter may be read. Those whose turn it is may read it too."""
    people = [*matter.holders, *(one for names in matter.parties.values() for one in names)]
    row = {
        "template": matter.template,
        "readers": matter.readers,
        "area": matter.area,
        "opener": matter.opener,
        "people": people,
    }
    return may_read(row, reach)


def fields_of(facts: Iterable[Fact]) -> dict[str, Any]:
    """Returns the fields of a matter as its facts wrote them."""
    fields: dict[str, Any] = {}
    for fact in facts:
        told = fact.data
        if fact.kind == "matter.corrected":
            fields[told["field"]] = told["value"]
        elif fact.kind == "matter.measured":
            taken = {
                **told["values"],
                "at": fact.at,
                "by": fact.speaker or fact.actor,
                "over": told["over"],
            }
            before = fields.get(told["field"])
            fields[told["field"]] = [*(before if isinstance(before, list) else ()), taken]
        else:
            fields.update(told.get("fields", {}))
    return fields
