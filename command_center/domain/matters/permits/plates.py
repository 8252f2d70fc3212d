"""Blind plates of permits: which plate a permit sets or removes, and whether it still isolates its
pipe."""

import re
import unicodedata
from typing import Any

from command_center.domain.state.matters import Matter, Matters, Plate

PLATES = "blind-plate"
"""The kind of permits by which a blind plate is set or removed."""
REFUSED = "refused"
"""The state in which a permit of the library ends that was refused or withdrawn."""
REMOVED = "remove"
"""What a blind-plate permit does with its plate, other than setting it."""


def plate_in(found: Matter, *, ended: bool) -> Plate:
    """Returns the plate of a blind-plate permit."""
    fields, void = found.fields, ended and found.began_at is None and found.state == REFUSED
    return Plate(
        fields.get("what"),
        fields.get("pipe"),
        found.place,
        fields.get("plate"),
        found.began_at,
        void,
    )


def removed_since(known: Matters, permit: str, set_by: Plate) -> bool:
    """Returns whether a permit to remove the plate was opened: from then on nobody may rely on the
    plate. A permit that came to nothing removed nothing."""
    all_plates = [*known.plates, *(one.id for one in known.open.values() if one.kind == PLATES)]
    return any(
        other.what == REMOVED
        and not other.void
        and _plain(other.pipe) == _plain(set_by.pipe)
        and may_be_one(other.plate, set_by.plate)
        and not _earlier(known, one, permit)
        for one in all_plates
        if one != permit and (other := plate_of(known, one)) is not None
    )


def _earlier(known: Matters, removing: str, setting: str) -> bool:
    """Returns whether the removal of a plate happened before this plate was set, however late it
    was accepted. Work that has not begun is still to come."""
    removed, was_set = plate_of(known, removing), plate_of(known, setting)
    began = None if removed is None else removed.began_at
    if began is None and removing in known.open:
        return False
    since = None if was_set is None else was_set.began_at
    if began is not None and since is not None and began != since:
        return began < since
    return _seq(known, removing) <= _seq(known, setting)


def may_be_one(first: Any, second: Any) -> bool:
    """Returns whether two texts (number, material, size) may mean the same plate; the plate's
    number is the first word. In doubt they do: where one has no number in its first word, or the
    other names it elsewhere."""
    one, other = _words(first), _words(second)
    numbered = all(words and any(map(str.isdigit, words[0])) for words in (one, other))
    return not numbered or one[0] in other or other[0] in one


def _words(text: Any) -> list[str]:
    """Returns the words of a text, split at commas and spaces, without other characters, in lower
    case and one width."""
    parts = re.split(r"[\s,;、，；]+", unicodedata.normalize("NFKC", str(text or "")).casefold())
    plain = ("".join(sign for sign in part if sign.isalnum()) for part in parts)
    return [one for one in plain if one]


def _plain(text: Any) -> str:
    return "".join(_words(text))


def _seq(known: Matters, permit: str) -> int:
    found, ended = known.open.get(permit), known.ended.get(permit)
    if found is not None:
        return found.last_seq
    return 0 if ended is None else ended.seq


def plate_of(known: Matters, permit: str) -> Plate | None:
    """Returns the plate of a blind-plate permit, open or ended; None for any other matter."""
    found = known.open.get(permit)
    if found is None:
        return known.plates.get(permit)
    return plate_in(found, ended=False) if found.kind == PLATES else None
