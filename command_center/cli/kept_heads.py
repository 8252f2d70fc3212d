"""Reads files of kept journal heads for `replay --heads`: a heads file, a syslog file or a saved mail."""

from pathlib import Path
from typing import Any, NamedTuple

from command_center.cli.speaking import end, lang, say, tell
from command_center.kept_heads.line import KeptHead, heads_in
from command_center.kept_heads.places import BadKeeping, key_of, stamp_roots
from command_center.settings import Settings
from command_center.store.journal import Head
from command_center.words.system import why


class FoundHead(NamedTuple):
    """A kept journal head and the line where it was found."""

    line: int
    head: KeptHead


class HeadsFile(NamedTuple):
    """The contents of a file of heads. `signed` and `stamped` say whether its signatures and time stamps could be
    checked here.
    """

    file: Path
    heads: list[FoundHead]
    signed: bool
    stamped: bool


class Place(NamedTuple):
    """Where a kept head was found, and when it was kept."""

    file: Path
    line: int
    at: str


def checked(settings: Settings, file: Path) -> HeadsFile:
    """Read a file, checking signatures with the configured key and time stamps with the configured certificates. Ends
    the program for a file without a head, and for a head that differs from what was signed or stamped. An unreadable
    line, as a full disk leaves it, is reported and skipped.
    """
    try:
        key = key_of(settings)
        with file.open("rb") as lines:
            found = list(heads_in(lines))
    except OSError as error:
        end(say("cli.unreadable", file=str(file), why=why(error)))
    except BadKeeping as error:
        end(error.sentence(lang()))
    heads = []
    for number, head in found:
        if head is None:
            tell(say("cli.heads.torn", file=str(file), line=str(number)), style="yellow")
            continue
        if key is not None and not head.is_signed_by(key):
            end(say("cli.heads.not_signed", file=str(file), line=str(number)))
        heads.append(FoundHead(number, head))
    if not heads:
        end(say("cli.heads.none", file=str(file)))
    if key is None:
        tell(say("cli.heads.unsigned", file=str(file)), style="yellow")
    return HeadsFile(file, heads, key is not None, _stamps_checked(settings, file, heads))


def _stamps_checked(settings: Settings, file: Path, heads: list[FoundHead]) -> bool:
    """Whether the stamps of a file were checked; ends the program at a wrong one."""
    if not any(found.head.stamp for found in heads):
        return False
    if settings.heads_tsa_ca is None:
        tell(say("cli.heads.unstamped", file=str(file)), style="yellow")
        return False
    from command_center.kept_heads.time_stamp import is_stamped

    try:
        roots = stamp_roots(settings.heads_tsa_ca)
    except BadKeeping as error:
        end(error.sentence(lang()))
    for found in heads:
        if found.head.stamp is not None and not is_stamped(found.head, roots):
            end(say("cli.heads.bad_stamp", file=str(file), line=str(found.line)))
    return True


def heads_of(files: list[HeadsFile], site: str) -> tuple[list[Head], dict[Head | None, Place]]:
    """Return the kept heads of a site and where each was found first; end the program for a file that has none."""
    places: dict[Head | None, Place] = {}
    heads = []
    for file in files:
        own = [found for found in file.heads if found.head.site == site]
        if not own:
            end(say("cli.heads.other_site", file=str(file.file), site=site))
        for line, kept in own:
            head = Head(kept.seq, kept.hash, 0)
            heads.append(head)
            places.setdefault(head, Place(file.file, line, kept.at))
    return heads, places


def told_of(files: list[HeadsFile], site: str) -> dict[str, Any]:
    """Return how many kept heads agreed, up to which fact, and how many were signed and stamped."""
    own = [(file, one.head) for file in files for one in file.heads if one.head.site == site]
    return {
        "agree": len(own),
        "newest": max(head.seq for _, head in own),
        "signed": sum(file.signed for file, _ in own),
        "stamped": sum(file.stamped and head.stamp is not None for file, head in own),
    }
