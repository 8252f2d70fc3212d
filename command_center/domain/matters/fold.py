"""Applies facts of matters to the state. It reads no template, because each fact carries its
consequences."""

from collections.abc import Mapping, Sequence
from typing import Any

from command_center.domain.fact import Fact
from command_center.domain.matters.facts import (
    Corrected,
    Enables,
    Entered,
    Escalated,
    Filled,
    Held,
    Left,
    Measured,
    Moved,
    NotOpened,
    Opened,
    Reinspects,
    Repinned,
    Signed,
    ended_at,
    found_at,
)
from command_center.domain.matters.permits.plates import PLATES, plate_in
from command_center.domain.matters.rounds.samples import drawn
from command_center.domain.payload import Words
from command_center.domain.readers import MATTER_READERS
from command_center.domain.registry import applies
from command_center.domain.state import State
from command_center.domain.state.matters import (
    DRAWN_FOR_MS,
    Admitted,
    Balance,
    Draw,
    Lacking,
    Matter,
    Points,
    Rollout,
    Signature,
    Stub,
    picture_key,
    pictures_in,
)

_WORDS: dict[str, str] = {}
"""Names and hashes that many matters have, each kept once."""
_TITLES: dict[tuple[str, str], Words] = {}
_SEVERAL: dict[tuple[str, ...], tuple[str, ...]] = {}
"""Titles, readers and people of parties, each kept once. A matter gets another one; a title is never changed."""
REMEMBERED_MS = 400 * 86_400_000
"""For how long a repetition key is remembered: the longest span that a template may ask for."""


@applies("matter.opened", Opened, readers=MATTER_READERS)
def matter_opened(state: State, fact: Fact) -> None:
    """Applies `matter.opened`: the matter exists."""
    d = fact.data
    matters = state.matters
    made = Matter(
        id=d["matter"],
        template=intern(d["template"]),
        revision=intern(d["revision"]),
        kind=intern(d.get("kind", d["template"])),
        title=_title(d["title"]),
        number=d["number"],
        state=intern(d["after"]["state"]),
        opener=intern(d.get("opener") or fact.speaker or fact.actor),
        opened_at=found_at(fact),
        opened_seq=fact.seq,
        last_seq=fact.seq,
        last_at=fact.at,
        entered_state_at=fact.at,
        place=_intern(d["place"]),
        area=_intern(d["area"]),
        category=_intern(d["category"]),
        fields=_known(d["fields"]),
        written=dict.fromkeys(d["fields"], 1),
        readers=_several(d["readers"]),
        plan=d.get("plan"),
        period=d.get("period"),
        subject=d.get("subject"),
        again=d.get("again"),
        spot=d.get("spot"),
        sample=tuple(d.get("sample", ())),
        repeats=tuple(d.get("repeats", ())),
    )
    matters.open[made.id] = made
    matters.touch(made, fact.seq)
    matters.draws.pop(made.again or "", None)
    _proven(state, made.fields)
    number_is_given(state, fact)
    if made.plan is not None:
        matters.made[f"{made.plan}/{made.period}/{made.subject}"] = made.id
    for one in d.get("imported", {}).get("seen", ()):
        _seen(state, one["key"], one["at"], made.id)
    _follow(state, made, fact)


@applies("matter.filled", Filled, readers=MATTER_READERS)
def filled(state: State, fact: Fact) -> None:
    """Applies the fact: the fields hold the values written last."""
    _written(state, fact, fact.data["fields"])


@applies("matter.moved", Moved, readers=MATTER_READERS)
def matter_moved(state: State, fact: Fact) -> None:
    """Applies the fact: the matter is in its new state. An ended matter leaves a short record."""
    _written(state, fact, fact.data["fields"])


@applies("matter.signed", Signed, readers=MATTER_READERS)
def signed(state: State, fact: Fact) -> None:
    """Applies the fact: the signature stands until its content changes."""
    d = fact.data
    found = _matter(state, fact)
    given = Signature(
        move=d["move"], party=d["party"], person=d["person"], at=fact.at, seq=fact.seq,
        proof=d["proof"], content=d["content"],
    )  # fmt: skip
    found.signatures = (*found.signatures, given)
    _follow(state, found, fact)


@applies("matter.measured", Measured, readers=MATTER_READERS)
def measured(state: State, fact: Fact) -> None:
    """Applies the fact: the measurement is in its list, with its time and the values over their
    limits."""
    d = fact.data
    found = _matter(state, fact)
    entry = {**d["values"], "at": fact.at, "by": fact.speaker or fact.actor, "over": d["over"]}
    _proven(state, d["values"])
    before = found.fields.get(d["field"])
    found.fields[d["field"]] = [*(before if isinstance(before, list) else ()), entry]
    found.written[d["field"]] = found.version + 1
    _follow(state, found, fact)


@applies("matter.entered", Entered, readers=MATTER_READERS)
def entered(state: State, fact: Fact) -> None:
    """Applies the fact: the person is inside until they come out."""
    d = fact.data
    found = _matter(state, fact)
    found.inside[d["person"]] = fact.at
    state.matters.inside[d["person"]] = found.id
    found.tools[d["person"]] = found.tools.get(d["person"], 0) + d["tools"]
    _follow(state, found, fact)


@applies("matter.left", Left, readers=MATTER_READERS)
def left(state: State, fact: Fact) -> None:
    """Applies the fact: the person is outside; tools that stayed inside are still counted."""
    d = fact.data
    found = _matter(state, fact)
    found.inside.pop(d["person"], None)
    state.matters.inside.pop(d["person"], None)
    found.tools[d["person"]] = found.tools.get(d["person"], 0) - d["tools"]
    _follow(state, found, fact)


@applies("matter.corrected", Corrected, readers=MATTER_READERS)
def corrected(state: State, fact: Fact) -> None:
    """Applies the fact: the field holds the corrected value."""
    _written(state, fact, {fact.data["field"]: fact.data["value"]})


@applies("matter.repinned", Repinned, readers=MATTER_READERS)
def repinned(state: State, fact: Fact) -> None:
    """Applies the fact: the matter follows another revision of its template."""
    d = fact.data
    found = _matter(state, fact)
    found.revision, found.title = intern(d["revision"]), _title(d["title"])
    found.readers = _several(d["readers"])
    _follow(state, found, fact)


@applies("matter.held", Held, readers=MATTER_READERS)
def held(state: State, fact: Fact) -> None:
    """Applies the fact: the matter passes to the people whom the fact names."""
    _follow(state, _matter(state, fact), fact)


@applies("matter.escalated", Escalated, readers=MATTER_READERS)
def escalated(state: State, fact: Fact) -> None:
    """Applies the fact: the step of the escalation has fired and does not fire again."""
    found = _matter(state, fact)
    key = f"{fact.data['of']}/{fact.data['step']}"
    found.fired = (*(one for one in found.fired if one != key), key)
    unheard = tuple(one for one in found.unheard if one != key)
    found.unheard = unheard if fact.data["told"] else (*unheard, key)
    _follow(state, found, fact)


def intern(word: str) -> str:
    """Returns one shared copy of equal texts, which saves memory."""
    return _WORDS.setdefault(word, word)


def _intern(word: str | None) -> str | None:
    return None if word is None else intern(word)


def _known(fields: Mapping[str, Any]) -> dict[str, Any]:
    """Returns the fields with shared copies of known texts, which saves memory."""
    return {
        name: _WORDS.get(value, value) if isinstance(value, str) else value
        for name, value in fields.items()
    }


def _title(words: Words) -> Words:
    return _TITLES.setdefault((words["zh"], words["en"]), words)


def _several(words: Sequence[str]) -> tuple[str, ...]:
    """Returns one shared tuple of equal words, such as readers or the people of a party, which
    saves memory."""
    key = tuple(words)
    known = _SEVERAL.get(key)
    return known if known is not None else _SEVERAL.setdefault(key, tuple(map(intern, key)))


def number_is_given(state: State, fact: Fact) -> None:
    """Reserves the number of the matter that the fact opens, also where the fact is skipped: the
    number may be on paper, and is needed when the fact is applied again."""
    series, running = fact.data.get("series"), fact.data.get("running")
    if isinstance(series, str) and isinstance(running, int):
        state.matters.numbers[series] = running


def _matter(state: State, fact: Fact) -> Matter:
    return state.matters.open[fact.data["matter"]]


def _written(state: State, fact: Fact, fields: dict[str, Any]) -> None:
    found = _matter(state, fact)
    _proven(state, fields)
    found.fields.update(_known(fields))
    found.written.update(dict.fromkeys(fields, found.version + 1))
    _follow(state, found, fact)


def _follow(state: State, found: Matter, fact: Fact) -> None:
    """Applies the part of a fact that says how the matter is after it: state, times, holders and
    the like."""
    after = fact.data.get("after", {})
    found.version += 1
    found.last_at = fact.at
    found.history = (*found.history, fact.seq)
    if "state" in after and after["state"] != found.state:
        found.state, found.entered_state_at = intern(after["state"]), fact.at
        found.paused_because = after.get("because")
    for name in ("live", "began_at", "valid_until"):
        if name in after:
            setattr(found, name, after[name])
    state.matters.touch(found, fact.seq)
    if "where" in after:
        told = after["where"]
        found.place, found.area = _intern(told["place"]), _intern(told["area"])
        found.category = _intern(told["category"])
    if "holders" in after:
        found.holders = _several(after["holders"])
        found.stand_ins = tuple(after.get("stand_ins", ()))
        found.nobody = _several(after.get("nobody", ()))
    if "impairs" in after:
        _impair(state, found, after["impairs"])
    if "due" in after:
        running = {(one["of"], one["since"]) for one in found.due}
        begun = {one["of"] for one in after["due"] if (one["of"], one["since"]) not in running}
        found.due = tuple(after["due"])
        found.fired = tuple(key for key in found.fired if key.partition("/")[0] not in begun)
        runs = {one["of"] for one in after["due"]} - begun
        found.unheard = tuple(key for key in found.unheard if key.partition("/")[0] in runs)
    if "parties" in after:
        found.parties = {
            intern(name): _several(people) for name, people in after["parties"].items()
        }
    if after.get("unsigned"):
        found.signatures = ()
    if "certifies" in after and found.certifies is None:
        found.certifies = after["certifies"]
        state.matters.certificates.setdefault(after["certifies"], []).append(found.id)
    if "enables" in after:
        _enable(state, found.id, after["enables"])
    for key in after.get("seen", ()):
        _seen(state, key, fact.at, found.id)
    for points in after.get("points", ()):
        _enter(state, found.id, points, fact.at)
    for duty in after.get("counts", ()):
        _count(state, duty, found, fact.seq)
    if "reinspects" in after:
        _draw(state, found, after["reinspects"], fact)
    if (
        "holders" in after
    ):  # an arrival says everything anew; a reminder or a signature says nothing of it
        state.matters.admitted.pop(found.id, None)
    if "admits" in after:
        told = after["admits"]
        state.matters.admits = True
        state.matters.admitted[found.id] = Admitted(
            found.revision, told["person"], told["company"], told["until"]
        )
    for number, one in enumerate(fact.data.get("not_opened", ())):
        _lack(state, found, fact, number, one)
    _hold(state, found, ended=bool(after.get("ended")))
    if after.get("ended"):
        if found.kind == PLATES:
            state.matters.plates[found.id] = plate_in(found, ended=True)
        state.matters.remove(found)
        if found.certifies is not None:
            state.matters.certificates[found.certifies].remove(found.id)
        state.matters.ended.put(
            Stub(
                found.id,
                found.template,
                found.revision,
                found.state,
                found.opener,
                fact.seq,
                ended_at(fact),
                found.number,
                found.opened_seq,
            )
        )
    state.matters.changed = fact.seq


def _lack(state: State, found: Matter, fact: Fact, number: int, told: NotOpened) -> None:
    """Keeps what the step could not open until somebody deals with it."""
    key = f"{fact.seq}-{number}"
    people = {found.opener, *(one for party in found.parties.values() for one in party)}
    state.matters.not_opened[key] = Lacking(
        key, found.id, found.number, told["template"], told["title"], told["why"], found.readers,
        fact.at, fact.seq, frozenset(people),
    )  # fmt: skip


def _hold(state: State, found: Matter, *, ended: bool) -> None:
    """Keeps whether the matter, or a step of its escalation, lacks a person."""
    if not ended and (found.nobody or found.unheard):
        state.matters.unheld[found.id] = None
    else:
        state.matters.unheld.pop(found.id, None)


def _draw(state: State, found: Matter, told: Reinspects, fact: Fact) -> None:
    """Draws the points of a round for a second inspection, by the hash of the fact that ended it.
    Draws for which no inspector was found in time are dropped."""
    draws = state.matters.draws
    for one in [one for one in draws.values() if fact.at - one.at > DRAWN_FOR_MS]:
        del draws[one.matter]
    sample = tuple(drawn(told["codes"], told["share"], fact.hash))
    if sample:
        draws[found.id] = Draw(
            found.id,
            found.revision,
            found.opener,
            sample,
            told["fields"],
            fact.at,
            tuple(told.get("walked", ())),
        )


def _enable(state: State, matter: str, told: Enables) -> None:
    """Sets where the roll-out's module is in force."""
    known = state.matters.rollouts.get(told["module"])
    if not told["over"]:
        areas = None if told["areas"] is None else tuple(told["areas"])
        rollout = Rollout(matter, areas, told["since"], told["champion"])
        state.matters.rollouts[told["module"]] = rollout
    elif known is not None and known.matter == matter:
        del state.matters.rollouts[told["module"]]


def _count(state: State, duty: str, found: Matter, seq: int) -> None:
    """Counts the matter for a duty, which is then checked again."""
    known = state.matters.open.get(duty)
    if known is not None and found.id not in known.met:
        known.met = (*known.met, found.id)
        if found.place is not None and found.place not in known.met_at:
            known.met_at = (*known.met_at, found.place)
        state.matters.touch(known, seq)


def _proven(state: State, fields: dict[str, Any]) -> None:
    """Remembers the pictures and voice notes among these values as used, so that none is evidence
    twice."""
    for sha256 in pictures_in(fields):
        state.matters.pictures.add(picture_key(sha256))


def _impair(state: State, found: Matter, equipment: list[str]) -> None:
    for name in found.impairs:
        state.matters.impaired[name].remove(found.id)
        if not state.matters.impaired[name]:
            del state.matters.impaired[name]
    found.impairs = tuple(dict.fromkeys(equipment))
    for name in found.impairs:
        state.matters.impaired.setdefault(name, []).append(found.id)
        state.matters.once_impaired[name] = None


def _seen(state: State, key: str, at: int, matter: str) -> None:
    """Keeps the time of a possible repetition, the newest last; drops those older than any template
    may ask for."""
    known = state.matters.seen.setdefault(key, {})
    known.pop(matter, None)
    while known and next(iter(known.values())) <= at - REMEMBERED_MS:
        del known[next(iter(known))]
    late = bool(known) and at < next(reversed(known.values()))
    known[matter] = at
    if late:  # what an import brings is older than what is known
        state.matters.seen[key] = dict(sorted(known.items(), key=lambda one: one[1]))


def _enter(state: State, matter: str, points: Points, at: int) -> None:
    balances = state.matters.accounts.setdefault(points["account"], {})
    known = balances.get(points["subject"])
    if known is None:
        known = Balance(
            points["starts"], points["starts"], points["period"], points["until"], since=at
        )
        balances[points["subject"]] = known
    if known.period != points["period"]:
        known.before = (known.period, known.balance, len(known.entries))
        known.entries = {}
    known.starts, known.period, known.until = points["starts"], points["period"], points["until"]
    known.balance, known.bans = points["balance"], list(points["bans"])
    known.last_at = at
    known.entries[f"{matter}/{points['why']}"] = points["n"]
