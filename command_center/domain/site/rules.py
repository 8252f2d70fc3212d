"""Rules that concern several parts of a site: a gauge longer than its tank, steps or superiors in a
circle, an hour without a shift."""

from collections.abc import Iterator, Set
from datetime import time
from typing import Any

from command_center.domain.site.parts.people import Post, Shift
from command_center.domain.site.parts.plan import Plan
from command_center.domain.site.parts.plant import Gate, Tag, Tank
from command_center.domain.site.references import Broken, get

SLACK = 1.01
"""A gauge may be ranged one per cent over the shell; ten or a thousand times is a wrong unit."""


def broken_rules(site: Any, touched: Set[str] | None = None) -> Iterator[Broken]:
    """Yields every rule that a site with sound references breaks. `site` is a `Site` or its lists
    by name. `touched` are the lists that were changed since the rules held; None checks all."""

    def moved(*lists: str) -> bool:
        return touched is None or not touched.isdisjoint(lists)

    if moved("tags", "tanks"):
        yield from _gauges(get(site, "tags"), get(site, "tanks"))
    if moved("shifts"):
        yield from _unmanned(get(site, "shifts"))
    if moved("posts"):
        yield from _posts_above_themselves(get(site, "posts"))
    if moved("gates"):
        yield from _readers(get(site, "gates"))
    if moved("plans"):
        for index, plan in enumerate(get(site, "plans")):
            yield from _circles(plan, index)


def _gauges(tags: list[Tag], tanks: list[Tank]) -> Iterator[Broken]:
    where = {tag.id: index for index, tag in enumerate(tags)}
    for tank in tanks:
        tag = tags[where[tank.level]]
        if tag.high > tank.height_m * SLACK:
            details = {"tag": tag.id, "high": tag.high, "tank": tank.id, "height": tank.height_m}
            yield Broken(("tags", where[tag.id], "high"), "gauge_over_tank", details)


def _readers(gates: list[Gate]) -> Iterator[Broken]:
    """A reader that stands at two gates, or twice at one."""
    seen: set[str] = set()
    for index, gate in enumerate(gates):
        for at, reader in enumerate(gate.readers):
            if reader in seen:
                yield Broken(("gates", index, "readers", at), "reader_twice", {"reader": reader})
            seen.add(reader)


def _unmanned(shifts: list[Shift]) -> Iterator[Broken]:
    if not shifts:
        return
    for minute in range(24 * 60):
        local = time(minute // 60, minute % 60)
        if not any(shift.covers(local) for shift in shifts):
            yield Broken(("shifts",), "unmanned", {"time": local.strftime("%H:%M")})
            return


def _posts_above_themselves(posts: list[Post]) -> Iterator[Broken]:
    """Yields posts that are their own deputy or superior, and each post in a circle of superiors.

    Two posts may be each other's deputy, because only the deputy of the post itself is ever asked.
    """
    above = {post.id: post.superior for post in posts}
    for index, post in enumerate(posts):
        for role in ("deputy", "superior"):
            if getattr(post, role) == post.id:
                yield Broken(("posts", index, role), f"own_{role}")
        line = [post.id]
        while (superior := above[line[-1]]) is not None and superior not in line:
            line.append(superior)
        if superior == post.id and len(line) > 1:
            details = {"post": post.id, "line": [*line[1:], post.id]}
            yield Broken(("posts", index, "superior"), "superior_circle", details)


def _circles(plan: Plan, number: int) -> Iterator[Broken]:
    waits = {step.id: step.requires for step in plan.steps}
    done: set[str] = set()
    while ready := {s for s, w in waits.items() if s not in done and done.issuperset(w)}:
        done |= ready
    for index, step in enumerate(plan.steps):
        if step.id not in done:
            path = ("plans", number, "steps", index, "requires")
            yield Broken(path, "circle", {"step": step.id})
