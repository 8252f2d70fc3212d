"""Edits a scenario's YAML with the changes of a list, keeping all other lines as they were.

What a person wrote (comments, order of keys, quotes) stays; only a part that differs is rewritten. The result is read
again and must equal the intended scenario; otherwise the whole text is rewritten.
"""

from collections.abc import Mapping as Named
from collections.abc import Sequence
from itertools import pairwise
from typing import Any

from pydantic import BaseModel

from command_center.domain.scenarios.scenario import Scenario
from command_center.scenario_file.events_list.flow import flow, sparse
from command_center.scenario_file.reading import MOST_NODES, read_text
from command_center.site_file.tree import Listing, Mapping, Scalar, parsed

SECTIONS = ("injects", "expectations")
LISTED = ("does",)
"""Lists of which each entry has a line of its own."""


def retold(text: str, base: Scenario, now: Scenario) -> str:
    """Return the text of `base` edited to describe `now`; the same text if nothing differs."""
    if base == now:
        return text
    for attempt in (_patched(text, base, now), _written(now)):
        if attempt is not None and read_text(attempt, now.id)[0] == now:
            return attempt
    raise AssertionError("a scenario that is written reads as itself")


def _patched(text: str, base: Scenario, now: Scenario) -> str | None:
    """None where the text is not laid out as lists of blocks under keys at the left edge."""
    tree, _ = parsed(text, base.id, MOST_NODES)
    if not isinstance(tree, Mapping):
        return None
    lines = text.splitlines(keepends=True)
    starts = sorted(mark.line for mark in tree.keys.values())
    if any(mark.column != 1 for mark in tree.keys.values()):
        return None
    ends = dict(pairwise([*starts, len(lines) + 1]))
    for section in sorted(SECTIONS, key=lambda s: -tree.keys[s].line):  # from below: lines stay
        before, after = getattr(base, section), getattr(now, section)
        if before == after:
            continue
        listing, at = tree.entries[section], tree.keys[section].line
        kept = _blocks(listing, lines, at, ends[at], before)
        if kept is None:
            return None
        body = [kept.get(one.id, "") if one in before else _block(one) for one in after]
        lines[at - 1 : ends[at] - 1] = [f"{section}:\n", *body]
    return "".join(lines)


def _blocks(
    listing: object, lines: Sequence[str], at: int, end: int, before: Sequence[Any]
) -> dict[str, str] | None:
    """The lines of each part as they are, by its id."""
    if not isinstance(listing, Listing):
        return None
    marks = [item.mark for item in listing.items]
    firsts = [mark.line for mark in marks]
    if not firsts or firsts[0] == at or len({*firsts}) != len(firsts):
        return None
    if any(lines[mark.line - 1][: mark.column - 1].strip() != "-" for mark in marks):
        return None
    blocks: dict[str, str] = {}
    for one, (first, after) in zip(before, pairwise([*firsts, end]), strict=True):
        block = "".join(lines[first - 1 : after - 1])
        blocks[one.id] = block if block.endswith("\n") else block + "\n"
    return blocks


def _block(one: BaseModel) -> str:
    told = [line for key, value in sparse(one).items() for line in _lines(key, value)]
    return "".join(f"{'  - ' if n == 0 else '    '}{line}\n" for n, line in enumerate(told))


def _lines(key: str, value: Any) -> list[str]:
    if key in LISTED and isinstance(value, list):
        return [f"{key}:", *(f"  - {flow(item)}" for item in value)]
    return [f"{key}: {flow(value)}"]


def _written(now: Scenario) -> str:
    """The whole of it, written anew."""
    out = []
    whole: Named[str, Any] = now.model_dump(mode="json", exclude_defaults=True)
    for key, value in whole.items():
        if key in SECTIONS:
            out.append(f"{key}:\n" + "".join(_block(one) for one in getattr(now, key)))
        elif isinstance(value, list):
            out.append(f"{key}:\n" + "".join(f"  - {flow(item)}\n" for item in value))
        else:
            out.append(f"{key}: {flow(value)}\n")
    return "".join(out)


def renamed(text: str, scenario: str) -> str | None:
    """Return the text with another id; None if its id is not on a line of its own."""
    tree, _ = parsed(text, scenario, MOST_NODES)
    id = tree.entries.get("id") if isinstance(tree, Mapping) else None
    if not isinstance(id, Scalar):
        return None
    lines = text.splitlines(keepends=True)
    line = lines[id.mark.line - 1]
    before, old = line[: id.mark.column - 1], id.text or ""
    if before.strip() != "id:" or not line[id.mark.column - 1 :].startswith(old):
        return None
    lines[id.mark.line - 1] = before + scenario + line[id.mark.column - 1 + len(old) :]
    return "".join(lines)
