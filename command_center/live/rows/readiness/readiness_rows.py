"""Rows of topic `readiness`: who would command, and each gap that would slow or stop the plans tonight.

Each gap has a row, which is removed when the gap is closed. Only `contacts` and `commanders` always exist.
`domain/readiness/` finds the gaps.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence

from typing_extensions import TypedDict

from command_center.domain.alarms.silence import SilentSource, is_silent, silent_source
from command_center.domain.alarms.unanswered import Unanswered, unanswered
from command_center.domain.fact import Fact
from command_center.domain.notifications.delivery_facts import notice_of
from command_center.domain.payload import Words
from command_center.domain.readers import EVERYBODY
from command_center.domain.readiness.commanders import (
    AuthorityGap,
    Command,
    authority_gap,
    command_of,
)
from command_center.domain.readiness.contacts import (
    KeyContact,
    ProvenChannels,
    VacantPost,
    key_contacts,
    proven_channels,
    vacant_post,
)
from command_center.domain.readiness.interim import interim_turns
from command_center.domain.readiness.kits import KitGap, kit_gap
from command_center.domain.readiness.pools import (
    NoLimits,
    SmallPool,
    full_after_min,
    no_limits,
    small_pool,
)
from command_center.domain.reading import Quality, Reading
from command_center.domain.site.model import Pool, Site
from command_center.domain.site.vessels import vessels
from command_center.domain.state import State
from command_center.domain.verdicts.turns import Turn
from command_center.live.rows.kind import ONLY, RowKind, Seen
from command_center.live.rows.levels.sensed import sensed
from command_center.live.rows.parts import Remark, person_name
from command_center.live.rows.people.contact_rows import ANSWERS
from command_center.live.rows.resources.resource_rows import moved_kits
from command_center.live.rows.resources.stock_rows import STOCK_MOVES
from command_center.live.rows.row import Change

TOPIC = "readiness"


class ProvenChannelsRow(TypedDict):
    """Everybody with a key post, without names, by the number of proven channels that reach them."""

    people: list[ProvenChannels]


class KeyContactsRow(TypedDict):
    """Everybody with a key post and a contact, without names or numbers, the longest unproven first."""

    contacts: list[KeyContact]


class SmallPoolRow(SmallPool):
    """A pool smaller than the plant requires. `full_after_min` is the whole minutes until the weir overflows, at the
    plan's inflow from the current level; None while there is no trustworthy level reading.
    """

    full_after_min: int | None


class InterimRow(TypedDict):
    """An interim measure: what somebody does until the gap with the key `gap` is closed. `turns` say interim, ending,
    over; once over, the gap counts as open. `by` has signed it. Times are UTC epoch ms.
    """

    gap: str
    person: str
    name: Words | None
    by: Words
    what: Remark
    evidence: Remark | None
    at: int
    until: int
    turns: list[Turn]


class ClosedRow(TypedDict):
    """The newest signature that closed the gap with the key `gap`: who signed, from which day the gap is fixed, how
    this can be checked, and when it was signed (UTC epoch ms). While fixed, the gap has no row of its own.
    """

    gap: str
    by: Words
    evidence: Remark
    day: str
    at: int


COMMANDERS = RowKind(TOPIC, "commanders", Command, readers=EVERYBODY)
CONTACTS = RowKind(TOPIC, "contacts", KeyContactsRow, readers=EVERYBODY)
CHANNELS = RowKind(TOPIC, "channels", ProvenChannelsRow, readers=EVERYBODY)
VACANT = RowKind(TOPIC, "vacant:", VacantPost, readers=EVERYBODY)
KIT = RowKind(TOPIC, "kit:", KitGap, readers=EVERYBODY)
AUTHORITY = RowKind(TOPIC, "authority:", AuthorityGap, readers=EVERYBODY)
LIMITS = RowKind(TOPIC, "limits:", NoLimits, readers=EVERYBODY)
SOURCE = RowKind(TOPIC, "source:", SilentSource, readers=EVERYBODY, timed=True)
POOL = RowKind(TOPIC, "pool:", SmallPoolRow, readers=EVERYBODY)
INTERIM = RowKind(TOPIC, "interim:", InterimRow, readers=EVERYBODY)
CLOSED = RowKind(TOPIC, "closed:", ClosedRow, readers=EVERYBODY)
UNANSWERED = RowKind(TOPIC, "unanswered", Unanswered, readers=EVERYBODY, timed=True)


@COMMANDERS.moved_by("shift.*")
@CONTACTS.moved_by("shift.*", "contact.*", "person.erased")
@CHANNELS.moved_by("contact.*", "person.erased")
def the_only(fact: Fact, seen: Seen) -> Iterable[str]:
    """The key of the only row."""
    return ONLY


@CONTACTS.moved_by(*ANSWERS)
@CHANNELS.moved_by(*ANSWERS)
def where_it_proves(fact: Fact, seen: Seen) -> Iterable[str]:
    """Return the only row, unless the notice was for somebody without a key post."""
    known = notice_of(seen.state, fact.data["delivery"])
    return () if known and known[1].person not in seen.site.key_people else ONLY


@UNANSWERED.moved_by("alarm.*", "incident.opened", "incident.closed", "incident.withdrawn")
def the_alarms(fact: Fact, seen: Seen) -> Iterable[str]:
    """The key of the only row."""
    return ONLY


@UNANSWERED.made
def unanswered_row(seen: Seen, key: str) -> Unanswered | None:
    """Return the unanswered alarms without an incident; None while they are few and not grave."""
    return unanswered(seen.state, seen.site)


@COMMANDERS.made
def commanders_row(seen: Seen, key: str) -> Command:
    """Who would command an incident now."""
    return command_of(seen.state, seen.site)


@CONTACTS.made
def contacts_row(seen: Seen, key: str) -> KeyContactsRow:
    """Return how well the key people's contacts are proven."""
    return {"contacts": key_contacts(seen.state, seen.site)}


@CHANNELS.made
def channels_row(seen: Seen, key: str) -> ProvenChannelsRow:
    """Return by how many proven channels the key people can be reached."""
    return {"people": proven_channels(seen.state, seen.site)}


@VACANT.moved_by("shift.*")
def moved_posts(fact: Fact, seen: Seen) -> Iterator[str]:
    """The keys of all key posts."""
    return every_key_post(seen)


@VACANT.listed
def every_key_post(seen: Seen) -> Iterator[str]:
    """The keys of all key posts."""
    return (post.id for post in seen.site.posts if post.key)


@VACANT.made
def vacant_row(seen: Seen, post: str) -> VacantPost | None:
    """The row of a key post that nobody holds; None while somebody does."""
    return vacant_post(seen.state, seen.site, post)


KIT.moved_by(*STOCK_MOVES)(moved_kits)


@KIT.listed
def every_kit(seen: Seen) -> Iterator[str]:
    """The keys of all kits."""
    return (kit.id for kit in seen.site.kits)


@KIT.made
def kit_row(seen: Seen, kit: str) -> KitGap | None:
    """Return the row of a kit that cannot be made up now; None if it can."""
    return kit_gap(seen.state, seen.site, kit)


@AUTHORITY.moved_by(
    "shift.*", "authority.delegated", "authority.revoked", "authority.delegation_ended"
)
def moved_steps(fact: Fact, seen: Seen) -> Iterator[str]:
    """The keys of all steps of all plans."""
    return every_step(seen)


@AUTHORITY.listed
def every_step(seen: Seen) -> Iterator[str]:
    """The keys of all plan steps, as `PLAN:STEP`."""
    return (f"{plan.id}:{step.id}" for plan in seen.site.plans for step in plan.steps)


@AUTHORITY.made
def authority_row(seen: Seen, name: str) -> AuthorityGap | None:
    """Return the authority that a step needs and that no one who would command has."""
    plan, _, step = name.partition(":")
    return authority_gap(seen.state, seen.site, plan, step)


@INTERIM.moved_by("readiness.*")
def moved_interim(fact: Fact, seen: Seen) -> Iterable[str]:
    """The key of the gap that the fact is about."""
    return (fact.data["gap"],)


@INTERIM.moved_by("clock.stepped", "person.erased")
def every_interim_moved(fact: Fact, seen: Seen) -> Iterable[str]:
    """The keys of all gaps with an interim measure."""
    return list(seen.state.interims)


@INTERIM.listed
def every_interim(seen: Seen) -> Iterable[str]:
    """The keys of all gaps with an interim measure."""
    return list(seen.state.interims)


@INTERIM.made
def interim_row(seen: Seen, gap: str) -> InterimRow | None:
    """The interim measure for a gap."""
    found = seen.state.interims.get(gap)
    if found is None:
        return None
    return {
        "gap": gap,
        "person": found.person,
        "name": person_name(seen.site, found.person),
        "by": person_name(seen.site, found.by) or {"zh": found.by, "en": found.by},
        "what": found.what,
        "evidence": found.evidence,
        "at": found.at,
        "until": found.until,
        "turns": interim_turns(found),
    }


@CLOSED.moved_by("readiness.closed")
def moved_closing(fact: Fact, seen: Seen) -> Iterable[str]:
    """The key of the gap that the fact is about."""
    return (fact.data["gap"],)


@CLOSED.moved_by("person.erased")
def every_closing_moved(fact: Fact, seen: Seen) -> Iterable[str]:
    """The keys of all gaps that were closed."""
    return list(seen.state.closings)


@CLOSED.listed
def every_closing(seen: Seen) -> Iterable[str]:
    """The keys of all gaps that were closed."""
    return list(seen.state.closings)


@CLOSED.made
def closed_row(seen: Seen, gap: str) -> ClosedRow | None:
    """Return who signed the closing of a gap."""
    found = seen.state.closings.get(gap)
    if found is None:
        return None
    return {
        "gap": gap,
        "by": person_name(seen.site, found.by) or {"zh": found.by, "en": found.by},
        "evidence": found.evidence,
        "day": found.day,
        "at": found.at,
    }


@SOURCE.moved_by("alarm.*")
def moved_sources(fact: Fact, seen: Seen) -> Iterator[str]:
    """The keys of all sources: an alarm of silence may change any."""
    return every_source(seen) if fact.data["alarm"].endswith(":STALE") else iter(())


@SOURCE.listed
def every_source(seen: Seen) -> Iterator[str]:
    """The keys of all sources of readings."""
    return iter(dict.fromkeys(tag.source for tag in seen.site.tags))


@SOURCE.made
def source_row(seen: Seen, source: str) -> SilentSource | None:
    """The row of a source that sends nothing; None while it sends."""
    return silent_source(seen.state, seen.site, source)


@sensed(LIMITS, POOL, facts=("alarm.*",))
class PoolGaps:
    """The gaps of pools. It stores the latest reading of each pool's level."""

    def __init__(self, site: Site) -> None:
        self._site = site
        self._of_level = {pool.level: pool for pool in site.pools if small_pool(pool) is not None}
        self._latest: dict[str, Reading] = {}

    @property
    def remembers(self) -> frozenset[str]:
        """No tags: the latest value is enough."""
        return frozenset()

    def whole(
        self, state: State, latest: Mapping[str, Reading], before: Sequence[Reading]
    ) -> Iterator[Change]:
        """The gaps of all pools."""
        self._keep(latest.values())
        for pool in vessels(self._site):
            yield LIMITS.change(pool.id, no_limits(self._site, pool))
        yield from self.after(state)

    def read(self, readings: Sequence[Reading], state: State) -> Iterator[Change]:
        """The gaps of pools with new level readings."""
        for tag in self._keep(readings):
            yield self._row(self._of_level[tag], state)

    def after(self, state: State) -> Iterator[Change]:
        """Yield the gaps of all pools: a level may have gone silent, or be heard again."""
        for pool in self._of_level.values():
            yield self._row(pool, state)

    def _keep(self, readings: Iterable[Reading]) -> set[str]:
        kept = {one.tag: one for one in readings if one.tag in self._of_level}
        self._latest |= kept
        return set(kept)

    def _row(self, pool: Pool, state: State) -> Change:
        gap = small_pool(pool)
        if gap is None:
            return POOL.change(pool.id, None)
        return POOL.change(pool.id, {**gap, "full_after_min": self._full_after(pool, state)})

    def _full_after(self, pool: Pool, state: State) -> int | None:
        read = self._latest.get(pool.level)
        if read is None or read.value is None or read.quality is Quality.BAD:
            return None
        if is_silent(state, self._site, pool.level):
            return None
        return full_after_min(pool, read.value)
