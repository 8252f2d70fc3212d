"""Verdicts on sirens: what each siren did with the newest warning message of an incident."""

from collections.abc import Mapping, Sequence

from typing_extensions import TypedDict

from command_center.domain.incidents.warning.exercise_over import by_real_clock, suspended_twins
from command_center.domain.incidents.warning.public_warning import (
    END_GIVEN_OUT_MS,
    SEVERITIES,
    severity_of,
)
from command_center.domain.site.model import Site
from command_center.domain.state import State
from command_center.domain.state.incidents.warned import (
    MessageType,
    Siren,
    SirenWord,
    WarningMessage,
)
from command_center.domain.verdicts.turns import ALWAYS, Sign, Turn, turn_taken

UNHEARD_MS = 30_000
"""A gateway asks every second and sends at once. Without a word from it for so long the siren is not proven (ours)."""
SIGNS: dict[str, Sign] = {
    "sounded": "good",
    "taken": "good",
    "failing": "urgent",
    "expired": "urgent",
}

ASIDE = frozenset({"exercise", "below", "later"})
UNREACHED = frozenset({"failing", "expired"})


class SirenVerdict(TypedDict):
    """The verdict on one siren and the newest message of an incident. `turns`: `sounded` (the siren
    says so), `taken` (its receiver accepted it), `failing`, `expired`; `waiting`, then `unheard`
    without a report from the gateway; `past` for an end that is no longer sent out; `exercise`
    and `below`: the siren does not carry messages of drills, or of this severity; `later`: the
    siren was not known before the end.

    `sent_at` (UTC epoch ms) is when the message was made. `said` is what the gateway reported, or
    why the message is not carried. `at` (UTC epoch ms), `tries` and `why` belong to the gateway's
    report. A report of `failing` or `expired` stands until the gateway reports on the newest
    message. `untold_since` (UTC epoch ms) is when the first message without a report was made;
    None: it has reported on the newest, or need not.
    """

    siren: str
    gateway: str
    type: MessageType
    sent_at: int
    untold_since: int | None
    said: str | None
    at: int | None
    tries: int
    why: str | None
    turns: list[Turn]


def withheld(site: Site, messages: Sequence[WarningMessage], siren: Siren) -> str | None:
    """Returns why an incident's messages are not carried to a siren: `exercise`, or `below` its
    severity; None where they are. Once one message was severe enough, all that follow are
    carried, so that the end is too. An unknown severity is carried."""
    if (site.simulated or messages[-1].exercise) and not siren.exercises:
        return "exercise"
    least = siren.severity
    if least is None or least not in SEVERITIES:
        return None
    enough = (*SEVERITIES[: SEVERITIES.index(least) + 1], "Unknown")
    if any(severity_of(site, one.warning) in enough for one in messages):
        return None
    return "below"


def siren_verdicts(state: State, site: Site, incident: str) -> list[SirenVerdict]:
    """Returns the verdict on each siren, by name; empty before the incident was opened. The plant's
    board also has those of a suspended drill, by the plant's clock."""
    messages, words = _said_of(state, incident)
    if not messages:
        return []
    newest = messages[-1]
    found: list[SirenVerdict] = []
    for name, siren in sorted(state.warnings.sirens.items()):
        word = words.get((incident, name))
        aside = untold = None
        if word is None or word.message != newest.seq:
            aside = withheld(site, messages, siren)
            was_there = word is not None or siren.since <= newest.sent
            if aside is None and newest.type == "Cancel" and not was_there:
                aside = "later"
            untold = None if aside is not None else _untold_since(site, messages, siren, word)
            if aside is not None or (word is not None and SIGNS[word.outcome] != "urgent"):
                word = None
        turns: list[Turn] = []
        if word is not None:
            turns = [(ALWAYS, SIGNS[word.outcome], word.outcome)]
        elif untold is not None:
            turns = [(ALWAYS, "plain", "waiting"), (untold + UNHEARD_MS, "urgent", "unheard")]
        elif aside is not None:
            turns = [(ALWAYS, "plain", aside)]
        if untold is not None and newest.type == "Cancel":
            turns.append((newest.at + END_GIVEN_OUT_MS, "plain", "past"))
        found.append(
            SirenVerdict(
                siren=name,
                gateway=siren.gateway,
                type=newest.type,
                sent_at=newest.at,
                untold_since=untold,
                said=aside if word is None else word.outcome,
                at=None if word is None else word.at,
                tries=0 if word is None else word.tries,
                why=None if word is None else word.why,
                turns=turns,
            )
        )
    return found


def _said_of(
    state: State, incident: str
) -> tuple[Sequence[WarningMessage], Mapping[tuple[str, str], SirenWord]]:
    warned = state.warnings.of.get(incident)
    if warned is not None:
        return warned.messages, state.warnings.words
    for twin in suspended_twins(state):
        if (of_drill := twin.warnings.of.get(incident)) is not None:
            return by_real_clock(of_drill.messages), twin.warnings.words
    return [], {}


def _untold_since(
    site: Site, messages: Sequence[WarningMessage], siren: Siren, word: SirenWord | None
) -> int:
    """Returns when the first message without a gateway's report was made, so that an update gives a
    silent gateway no more time. The newest message must be one that the siren carries."""
    for n, one in enumerate(messages, 1):
        is_told = word is not None and one.seq <= word.message
        if not is_told and withheld(site, messages[:n], siren) is None:
            return one.at
    return messages[-1].at


def sirens_together(verdicts: Sequence[SirenVerdict]) -> list[Turn]:
    """Returns one verdict on all sirens for the newest message of an incident. While a siren is
    unproven: `unended` for an end, because it may still sound; `unreached` where none could be
    told; else `unproven`. `ordered` while one waits for its gateway; `delivered`; `sounds` where
    each says so itself; `nothing` where none has to carry it, and after an end that has arrived."""
    found: list[Turn] = []
    for at in _times(verdicts):
        taken = [turn for one in verdicts if (turn := turn_taken(one["turns"], at)) is not None]
        codes = {code for _, _, code in taken} - ASIDE
        pressing = {code for _, sign, code in taken if sign == "urgent"}
        is_end = any(one["type"] == "Cancel" for one in verdicts)
        if pressing:
            word = "unended" if is_end else "unreached" if pressing <= UNREACHED else "unproven"
            found.append((at, "urgent", word))
        elif "waiting" in codes:
            found.append((at, "note", "ordered"))
        elif not codes or is_end:
            found.append((at, "plain", "nothing"))
        elif codes == {"sounded"}:
            found.append((at, "good", "sounds"))
        else:
            found.append((at, "good", "delivered"))
    return found


def unproven_sirens(verdicts: Sequence[SirenVerdict]) -> list[tuple[int, list[str]]]:
    """Returns which sirens are unproven, from when on (UTC epoch ms), by name."""
    return [
        (
            at,
            [
                one["siren"]
                for one in verdicts
                if (turn := turn_taken(one["turns"], at)) is not None and turn[1] == "urgent"
            ],
        )
        for at in _times(verdicts)
    ]


def _times(verdicts: Sequence[SirenVerdict]) -> list[int]:
    return sorted({turn[0] for one in verdicts for turn in one["turns"]})
