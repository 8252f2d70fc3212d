"""The consequences of a change of the plant's description, which are shown before it is made."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from command_center.domain.notifications.contacts_now import contacts_of
from command_center.domain.people.roster import manning
from command_center.domain.refusal import Phrase
from command_center.domain.site.changing.nouns import NOUNS
from command_center.domain.site.model import Site, built
from command_center.domain.state import State
from command_center.domain.text import Text, said

LIMITS = ("ll", "l", "h", "hh")


@dataclass(frozen=True, slots=True)
class Consequence:
    """One consequence of a change. `code` is its sentence `consequence.<code>`; `noun` and `key`
    name the row it is about."""

    code: str
    noun: str
    key: str
    params: Mapping[str, Any] = field(default_factory=dict)

    @property
    def said(self) -> Phrase:
        """Returns the sentence with its parameters."""
        return Phrase(f"consequence.{self.code}", self.params)


def consequences(before: Site, after: Site, state: State) -> list[Consequence]:
    """Returns what the plant loses by the change, posts first; then what waits until something open
    is over."""
    return [
        *_posts(before, after),
        *_days(before, after),
        *_contacts(before, after, state),
        *_authority(before, after),
        *_limits(before, after),
        *_stock(before, after),
        *_kits(before, after),
        *_waiting(before, after, state),
    ]


def _holders(site: Site) -> dict[str, dict[str, str | None]]:
    return {shift.id: manning(site, shift.id)["holders"] for shift in site.shifts}


def _posts(before: Site, after: Site) -> Iterator[Consequence]:
    """Yields posts that lose their holder or their deputy in a shift, and the steps of plans that
    are given to them."""
    if all(getattr(before, one) == getattr(after, one) for one in ("posts", "shifts", "roster")):
        return
    was, now = _holders(before), _holders(after)
    for shift in after.shifts:
        for post in after.posts:
            named = {"post": post.name, "shift": shift.name}
            held = was.get(shift.id, {})
            if held.get(post.id) and not now[shift.id].get(post.id):
                yield Consequence("post_unheld", "posts", post.id, named)
                for plan in after.plans:
                    for step in plan.steps:
                        if step.post == post.id:
                            yield Consequence(
                                "step_unheld",
                                "plans",
                                plan.id,
                                {**named, "plan": plan.name, "step": step.id},
                            )
            old = before.post_by_id.get(post.id)
            deputy = None if old is None else old.deputy
            if deputy and held.get(deputy) and not now[shift.id].get(post.deputy or ""):
                yield Consequence("deputy_lost", "posts", post.id, named)


def _days(before: Site, after: Site) -> Iterator[Consequence]:
    """Yields what a swap or a holiday does on its day: posts that nobody holds, and swaps that
    change nothing or give one person two posts."""
    swaps = [one for one in after.swaps if one not in before.swaps]
    swaps += [one for one in before.swaps if one not in after.swaps]
    holidays = {one.day for one in before.holidays} ^ {one.day for one in after.holidays}
    asked = {(one.day, one.shift) for one in swaps}
    asked |= {(day, shift.id) for day in holidays for shift in after.shifts}
    shifts = {shift.id: shift for shift in after.shifts}
    for day, shift in sorted(asked):
        if shift not in shifts:
            continue
        was = manning(before, shift, day)["holders"]
        now = manning(after, shift, day)["holders"]
        about = {"shift": shifts[shift].name, "day": day.isoformat()}
        for post in after.posts:
            if was.get(post.id) and not now[post.id]:
                yield Consequence("unheld_on", "posts", post.id, {"post": post.name, **about})
            deputy = post.deputy
            if deputy and was.get(deputy) and not now.get(deputy):
                yield Consequence("deputy_off", "posts", post.id, {"post": post.name, **about})
    for swap in after.swaps:
        if swap not in swaps or swap.shift not in shifts:
            continue
        key = NOUNS["swaps"].key_of(swap)
        about = {"shift": shifts[swap.shift].name, "day": swap.day.isoformat()}
        without = built(after, {"swaps": [one for one in after.swaps if one != swap]})
        planned = manning(without, swap.shift, swap.day)
        own = [post for post, holder in planned["holders"].items() if holder == swap.away]
        away = after.person_by_id[swap.away].name
        if not own and swap.away not in planned["on_site"]:
            yield Consequence("swap_idle", "swaps", key, {"person": away, **about})
        elif swap.stands_in in planned["holders"].values() and own and swap.stands_in:
            told = {"person": after.person_by_id[swap.stands_in].name, **about}
            yield Consequence("swap_twice", "swaps", key, told)


def _contacts(before: Site, after: Site, state: State) -> Iterator[Consequence]:
    """Key posts whose holders can be reached in fewer ways."""
    if before.roster == after.roster and before.posts == after.posts:
        return
    was, now = _holders(before), _holders(after)
    for shift in after.shifts:
        for post in after.posts:
            old = before.person_by_id.get(was.get(shift.id, {}).get(post.id) or "")
            new = after.person_by_id.get(now[shift.id].get(post.id) or "")
            if not post.key or old is None or new is None or old.id == new.id:
                continue
            had, has = len(contacts_of(state, old)), len(contacts_of(state, new))
            if has < had:
                params = {
                    "post": post.name,
                    "shift": shift.name,
                    "person": new.name,
                    "had": had,
                    "has": has,
                }
                yield Consequence("fewer_contacts", "posts", post.id, params)


def _authority(before: Site, after: Site) -> Iterator[Consequence]:
    """Yields the authorities that nobody has any more, by area."""
    if before.authority == after.authority:
        return

    def may(site: Site) -> dict[tuple[str, str], None]:
        return {(one.capability, area): None for one in site.authority for area in one.scope}

    now = may(after)
    for capability, area in may(before):
        place = after.area_by_id.get(area)
        if (capability, area) not in now and place is not None:
            params = {"capability": Phrase(f"capability.{capability}"), "area": place.name}
            yield Consequence("authority_lost", "areas", area, params)


def _limits(before: Site, after: Site) -> Iterator[Consequence]:
    """Alarm limits that are others, and tanks of other measures."""
    for tag in after.tags:
        old = before.tag_by_id.get(tag.id)
        if old is None or old.limits == tag.limits:
            continue
        for limit in LIMITS:
            was = getattr(old.limits, limit, None)
            now = getattr(tag.limits, limit, None)
            if was != now:
                params = {"tag": _named(tag.name, tag.id), "limit": limit.upper(), "unit": tag.unit}
                code = (
                    "limit_gone" if now is None else "limit_new" if was is None else "limit_changed"
                )
                yield Consequence(code, "tags", tag.id, {**params, "before": was, "now": now})
    for tank in after.tanks:
        known = before.tank_by_id.get(tank.id)
        if known is not None and known != tank:
            yield Consequence("tank_changed", "tanks", tank.id, {"tank": tank.name})


def _stock(before: Site, after: Site) -> Iterator[Consequence]:
    """Lines that fall below their minimum."""
    for key, line in after.stock_by_line.items():
        old = before.stock_by_line.get(key)
        low = line.quantity < line.minimum
        if low and (old is None or old.quantity >= old.minimum):
            params = {
                "resource": after.resource_by_id[line.resource].name,
                "store": after.store_by_id[line.store].name,
                "quantity": line.quantity,
                "minimum": line.minimum,
            }
            yield Consequence("stock_low", "stock", "/".join(key), params)


def _total(site: Site) -> dict[str, float]:
    found: dict[str, float] = {}
    for line in site.stock:
        if line.serviceable:
            found[line.resource] = found.get(line.resource, 0.0) + line.quantity
    return found


def _kits(before: Site, after: Site) -> Iterator[Consequence]:
    """Kits that cannot be made up whole any more."""
    if before.stock == after.stock and before.kits == after.kits:
        return
    was, now = _total(before), _total(after)
    for kit in after.kits:
        old = before.kit_by_id.get(kit.id)
        for line in kit.lines:
            missing = line.quantity - now.get(line.resource, 0.0)
            had = old is not None and all(
                one.quantity <= was.get(one.resource, 0.0)
                for one in old.lines
                if one.resource == line.resource
            )
            if missing > 0 and (had or old is None):
                params = {
                    "kit": kit.name,
                    "resource": after.resource_by_id[line.resource].name,
                    "missing": round(missing, 6),
                }
                yield Consequence("kit_short", "kits", kit.id, params)


def _waiting(before: Site, after: Site, state: State) -> Iterator[Consequence]:
    """Yields what takes effect only when an open incident or a running drill is over."""
    pinned = [
        noun.name
        for noun in NOUNS.values()
        if noun.held == "pinned" and noun.parts(before) != noun.parts(after)
    ]
    open_now: Sequence[str] = [*state.open_incidents, *state.twins]
    for noun in pinned:
        for one in open_now:
            yield Consequence("waits", noun, "", {"nouns": Phrase(f"noun.{noun}"), "subject": one})


def _named(name: Text | None, other: str) -> Text:
    return said(other) if name is None else name
