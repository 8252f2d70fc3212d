"""What can be broken on a site at a given time (broken plan elements): every candidate, by kind."""

from collections.abc import Sequence
from typing import TYPE_CHECKING

from command_center.domain.refusal import Phrase
from command_center.domain.scenarios.broken import (
    KINDS,
    AbsentKeyHolder,
    Broken,
    DeadNumber,
    FailedPump,
    FullPool,
    LockedCabinet,
    MissingAuthority,
    SilentGauge,
    StuckValve,
)  # fmt: skip
from command_center.domain.scenarios.candidates import superiors
from command_center.domain.scenarios.manning import Manned
from command_center.domain.scenarios.observing import commander_of
from command_center.domain.site.model import TagKind

if TYPE_CHECKING:
    from command_center.domain.site.model import Site

FULL = (0.6, 0.7, 0.8, 0.9)
"""How full a pool may begin (ours): ordinary use may take a third (GB/T 50483-2019)."""
WORTH_STICKING = frozenset({"isolation", "root", "outfall", "diversion"})
WORTH_MISSING = frozenset({TagKind.LEVEL, TagKind.GAS, TagKind.WIND_FROM})


def breakable(site: "Site", there: Manned) -> dict[str, list[Broken]]:
    """Return every possible broken element, by kind, in the order of the site file."""
    commander = commander_of(site, there)
    reached = [
        post.id
        for post in site.posts
        if (person := site.person_by_id.get(there.holders.get(post.id) or "")) and person.contacts
    ]
    teams = [t.id for t in site.teams if commander and commander not in superiors(site, t.lead)]
    keyed = [
        AbsentKeyHolder(store=s.id, post=s.custody.key_post)
        for s in site.stores
        if s.custody.kind == "keyed" and s.custody.key_post
    ]
    equipment = {r.id for r in site.resources if r.kind == "equipment"}
    stocked = {line.store for line in site.stock if line.resource in equipment}
    found: dict[str, list[Broken]] = {
        "dead_number": [Broken(dead_number=DeadNumber(post=p)) for p in reached],
        "locked_cabinet": [
            Broken(locked_cabinet=LockedCabinet(store=s.id)) for s in site.stores if s.id in stocked
        ],
        "absent_key_holder": [Broken(absent_key_holder=away) for away in keyed],
        "missing_authority": [
            Broken(missing_authority=MissingAuthority(
                post=commander or "", team=team, answer=answer, after_s=after_s
            ))
            for team in teams
            for answer, after_s in (("silent", 0), ("denies", 90), ("late", 300))
        ],
        "full_pool": [
            Broken(full_pool=FullPool(pool=p.id, share=share)) for p in site.pools for share in FULL
        ],
        "failed_pump": [
            Broken(failed_pump=FailedPump(pump=p.id))
            for p in site.pumps if p.in_repair_since is None
        ],
        "stuck_valve": [
            Broken(stuck_valve=StuckValve(valve=v.id, times_longer=times))
            for v in site.valves if v.kind in WORTH_STICKING
            for times in (2.0, 3.0)
        ],
        "silent_gauge": [
            Broken(silent_gauge=SilentGauge(gauge=t.id))
            for t in site.tags if t.kind in WORTH_MISSING
        ],
    }  # fmt: skip
    return {kind: found[kind] for kind in KINDS}


def impossible(site: "Site", times: Sequence[Manned]) -> dict[str, Phrase]:
    """Return the kinds for which this site has nothing to break at any of these times, with reasons."""
    possible = {kind for there in times for kind, found in breakable(site, there).items() if found}
    return {
        kind: Phrase("scenario.nothing_to_break", {"kind": Phrase(f"broken.{kind}")})
        for kind in KINDS
        if kind not in possible
    }
