"""Detects repetitions: a matter with the same values in the fields that its template names, within
a time."""

import json
from collections.abc import Mapping
from typing import Any

from command_center.domain.matters.playing.play import Play


def key_of(play: Play, fields: Mapping[str, Any], state: str = "") -> str | None:
    """Returns the key by which repetitions are found; with `state`, for matters that reached that
    state. None where the template asks for none, or a field is empty."""
    repeat = play.template.repeat
    if repeat is None or any(fields.get(name) is None for name in repeat.same):
        return None
    same = json.dumps([fields[name] for name in repeat.same], ensure_ascii=False, sort_keys=True)
    return f"{play.template.template}|{state}|{same}"


MOST = 50
"""Earlier matters that a fact names, the newest (ours): one place of a large plant had 500 in a year, and each of its
facts would have been 20 kB."""


def repeats(play: Play, fields: Mapping[str, Any]) -> list[str]:
    """Returns the earlier matters of which one with these fields is a repetition, the newest last,
    at most `MOST`; empty where it is none."""
    return _earlier(play, fields)[-MOST:]


def _earlier(play: Play, fields: Mapping[str, Any]) -> list[str]:
    repeat, key = play.template.repeat, key_of(play, fields)
    if repeat is None or key is None:
        return []
    since = play.now - repeat.within
    seen = play.state.matters.seen
    earlier = [
        ident for ident, at in seen.get(key, {}).items() if at >= since and ident != play.matter.id
    ]
    if len(earlier) + 1 >= repeat.count:
        return earlier
    if repeat.or_ is not None:
        reached = seen.get(key_of(play, fields, repeat.or_.once_after) or "", {})
        return [ident for ident, at in reached.items() if at >= since and ident != play.matter.id]
    return []


def keys_seen(play: Play, fields: Mapping[str, Any], state: str, *, opening: bool) -> list[str]:
    """Returns the repetition keys to record when a matter is opened, and when it reaches the state
    that the template names for repetitions."""
    repeat = play.template.repeat
    if repeat is None:
        return []
    reached = repeat.or_ is not None and repeat.or_.once_after == state
    wanted = [*([""] if opening else []), *([state] if reached else [])]
    return [key for one in wanted if (key := key_of(play, fields, one)) is not None]
