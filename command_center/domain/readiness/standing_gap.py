"""Decides whether a readiness gap stands now, by the key of its row, with the same rules that make
the rows."""

from collections.abc import Callable, Iterable

from command_center.domain.alarms.silence import silent_source
from command_center.domain.alarms.unanswered import unanswered
from command_center.domain.readiness.commanders import authority_gap, command_of
from command_center.domain.readiness.contacts import key_contacts, proven_channels, vacant_post
from command_center.domain.readiness.impaired import impaired_gap
from command_center.domain.readiness.kits import kit_gap
from command_center.domain.readiness.never_done import KINDS as NEVER_KINDS
from command_center.domain.readiness.never_done import never_gap
from command_center.domain.readiness.pools import no_limits, small_pool
from command_center.domain.readiness.rounds import round_gap, rounds_owed
from command_center.domain.readiness.unheld import KINDS as UNHELD_KINDS
from command_center.domain.readiness.unheld import unheld_gap
from command_center.domain.readiness.upkeep import agreement_gap, upkeep
from command_center.domain.site.model import Site
from command_center.domain.site.vessels import vessels
from command_center.domain.state import State
from command_center.domain.verdicts.turns import code_at, turn_taken

Stands = Callable[[State, Site, str, int], bool]


def _authority(state: State, site: Site, name: str, now: int) -> bool:
    plan, _, step = name.partition(":")
    if all(known.id != plan for known in site.plans):
        return False
    return authority_gap(state, site, plan, step) is not None


def _vacant(state: State, site: Site, name: str, now: int) -> bool:
    post = site.post_by_id.get(name)
    return post is not None and post.key and vacant_post(state, site, name) is not None


def _kit(state: State, site: Site, name: str, now: int) -> bool:
    return name in site.kit_by_id and kit_gap(state, site, name) is not None


def _pool(state: State, site: Site, name: str, now: int) -> bool:
    return any(pool.id == name and small_pool(pool) is not None for pool in site.pools)


def _limits(state: State, site: Site, name: str, now: int) -> bool:
    return any(one.id == name and no_limits(site, one) is not None for one in vessels(site))


def _source(state: State, site: Site, name: str, now: int) -> bool:
    known = any(tag.source == name for tag in site.tags)
    return known and silent_source(state, site, name) is not None


def _contacts(state: State, site: Site, name: str, now: int) -> bool:
    return any(code_at(one["turns"], now) == "unproven" for one in key_contacts(state, site))


def _channels(state: State, site: Site, name: str, now: int) -> bool:
    taken = [turn_taken(one["turns"], now) for one in proven_channels(state, site)]
    return any(turn is not None and turn[1] == "urgent" for turn in taken)


def _agreement(state: State, site: Site, name: str, now: int) -> bool:
    unit = site.outside_by_id.get(name)
    gap = None if unit is None else agreement_gap(unit, site.zone)
    return gap is not None and code_at(gap["turns"], now) == "over"


def _upkeep(state: State, site: Site, name: str, now: int) -> bool:
    row = upkeep(state, site)
    turns = {} if row is None else {
        "inspections": row["inspections"], "counts": row["counts"],
        "expired": row["expired"], "expiring": row["expiring"],
    }  # fmt: skip
    return code_at(turns.get(name, []), now) not in ("", "0")


def _round(state: State, site: Site, name: str, now: int) -> bool:
    gap = round_gap(state, name)
    return gap is not None and code_at(gap["turns"], now) == "overdue"


GAPS: dict[str, Stands] = {
    "agreement:": _agreement,
    "authority:": _authority,
    "channels": _channels,
    "commanders": lambda state, site, name, now: command_of(state, site)["lacking"],
    "contacts": _contacts,
    "impaired:": lambda state, site, name, now: impaired_gap(state, name) is not None,
    "kit:": _kit,
    "limits:": _limits,
    "never:": lambda state, site, name, now: never_gap(state, site, name),
    "pool:": _pool,
    "round:": _round,
    "source:": _source,
    "unheld:": lambda state, site, name, now: unheld_gap(state, name, now),
    "unanswered": lambda state, site, name, now: unanswered(state, site) is not None,
    "upkeep:": _upkeep,
    "vacant:": _vacant,
}
"""How a gap's key begins, or the whole key -> whether that gap stands. The row `no_channel` is none of them: what
channels this process has is no fact."""


def gap_stands(state: State, site: Site, gap: str, now: int) -> bool | None:
    """Returns whether the gap with this key stands at `now` (UTC epoch ms); None where no gap has
    such a key."""
    for form, stands in GAPS.items():
        several = form.endswith(":")
        if (gap.startswith(form) and gap != form) if several else gap == form:
            return stands(state, site, gap.removeprefix(form), now)
    return None


def standing_gaps(state: State, site: Site, now: int) -> set[str]:
    """Returns the keys of all gaps that stand at `now` (UTC epoch ms)."""
    return {
        gap for gap in _keys(site) | _keys_of_matters(state) if gap_stands(state, site, gap, now)
    }


def _keys_of_matters(state: State) -> set[str]:
    """The keys of gaps that open matters make."""
    impaired = {f"impaired:{equipment}" for equipment in state.matters.impaired}
    return impaired | {f"round:{one.id}" for one in rounds_owed(state)}


def known_gap(site: Site, gap: str) -> bool:
    """Returns whether this plant could have such a gap: its pool, kit or plan is described."""
    return gap in _keys(site)


def _keys(site: Site) -> set[str]:
    """The keys that gaps of this plant can have."""
    several: dict[str, Iterable[str]] = {
        "agreement:": (unit.id for unit in site.outside),
        "authority:": (f"{plan.id}:{step.id}" for plan in site.plans for step in plan.steps),
        "kit:": (kit.id for kit in site.kits),
        "limits:": (one.id for one in vessels(site)),
        "never:": NEVER_KINDS,
        "pool:": (pool.id for pool in site.pools),
        "source:": (tag.source for tag in site.tags),
        "unheld:": UNHELD_KINDS,
        "upkeep:": ("inspections", "counts", "expired", "expiring"),
        "vacant:": (post.id for post in site.posts if post.key),
    }
    names = {f"{form}{name}" for form, those in several.items() for name in those}
    return names | {form for form in GAPS if not form.endswith(":")}
