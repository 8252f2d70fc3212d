"""The payloads of the facts of matters. They contain every consequence, so that applying them never
needs a template."""

from typing import Any, NotRequired

from typing_extensions import TypedDict

from command_center.domain.fact import Fact
from command_center.domain.payload import Words
from command_center.domain.state.matters import Due, Points, StandIn, Told
from command_center.domain.state.notices.telling import PagedOf


class Enables(TypedDict):
    """A module (a template) is in force in these areas (None: the whole plant) from `since` on (UTC
    epoch ms; None: always). `over`: its roll-out was stopped, and the template's own text says
    again where it is in force."""

    module: str
    areas: list[str] | None
    since: int | None
    champion: str | None
    over: bool


class Admits(TypedDict):
    """A contractor's person who is admitted through the gate, for which company, and until which
    day (ISO)."""

    person: str
    company: str
    until: str


class Where(TypedDict):
    """The place, area and category of a matter, after a field that sets them was changed."""

    place: str | None
    area: str | None
    category: str | None


class Reinspects(TypedDict):
    """Which points of a finished round were done, by their codes in the order of the round, and
    which share of them is drawn for a second inspection. `fields` are those with which the
    second inspection opens. `walked` are the people who did a point, opened the round or ended
    it."""

    codes: list[str]
    share: float
    fields: dict[str, Any]
    walked: NotRequired[list[str]]


class After(TypedDict, total=False):
    """The values that hold after a fact of a matter; a key that is absent means no change.

    `state`: the state of the matter. `ended`: nothing can follow. `live`: its work goes on.
    `holders`: whose turn it is; `stand_ins`: for whom of them somebody stands in; `nobody`: the
    parties without a person. `due`: all running deadlines. `valid_until`: until when its permit is
    valid. `parties`: the people of each party. `told`: who is notified. `paged`: who gets a
    message, and why. `readers`: who may read the fact. `points`: entries of accounts. `seen`: the
    keys by which repetitions are counted. `impairs`: the equipment that it puts out of service.
    `certifies`: the person whose certificate it is. `admits`: whom it admits through the gate.
    `unsigned`: signatures have lapsed. `counts`: the duties for which the matter counts. `enables`:
    where the module of a roll-out is in force. `reinspects`: what is drawn of a round by the fact's
    own hash. `where`: its place has changed.
    """

    state: str
    ended: bool
    live: bool
    holders: list[str]
    stand_ins: list[StandIn]
    nobody: list[str]
    due: list[Due]
    began_at: int | None
    valid_until: int | None
    parties: dict[str, list[str]]
    told: list[Told]
    paged: list[PagedOf]
    readers: list[str]
    points: list[Points]
    seen: list[str]
    impairs: list[str]
    certifies: str
    admits: Admits
    unsigned: bool
    counts: list[str]
    enables: Enables
    reinspects: Reinspects
    where: Where
    because: str | None


class NotOpened(TypedDict):
    """A matter that a step had to open and could not: the template, the title of its matters, and
    the refusal (`code`, `params`)."""

    template: str
    title: Words
    why: dict[str, Any]


class FromDevice(TypedDict):
    """A step that was done offline: the device, its running number, the version that it was done
    on, and the fields that somebody else had changed meanwhile."""

    device: str
    seq: int
    base: int | None
    conflicts: list[str]


class SeenAt(TypedDict):
    """The key of a possible repetition, and when it was seen."""

    key: str
    at: int


class Imported(TypedDict):
    """Data of a matter that was imported from an older system: its number there, when it was found
    and ended by the old record (UTC epoch ms), and the keys by which repetitions of it are
    recognised."""

    old_number: str
    found_at: int
    ended_at: int | None
    seen: list[SeenAt]


class Opened(TypedDict):
    """A matter was opened. `revision` is the SHA-256 of its template's text. `kind` is the library
    template of which its own is a copy, if it is one. `readers` says who may read it. `opener`
    is whose matter it is, where a plan, another matter or an import opened it for somebody.
    `again` is the duty or round of which it is the second inspection, `spot` the place where
    that must be made, `sample` the points drawn for it. `repeats` are the earlier matters of the
    same kind and place that make it a repetition."""

    matter: str
    template: str
    revision: str
    kind: NotRequired[str]
    title: Words
    number: str
    series: str
    running: int
    place: str | None
    area: str | None
    category: str | None
    fields: dict[str, Any]
    readers: list[str]
    after: After
    repeats: NotRequired[list[str]]
    plan: NotRequired[str]
    period: NotRequired[str]
    subject: NotRequired[str]
    opener: NotRequired[str]
    again: NotRequired[str]
    spot: NotRequired[str]
    sample: NotRequired[list[str]]
    offline: NotRequired[FromDevice]
    imported: NotRequired[Imported]


class Filled(TypedDict):
    """Fields of a matter were written, or people of its parties named."""

    matter: str
    fields: dict[str, Any]
    after: After
    offline: NotRequired[FromDevice]
    not_opened: NotRequired[list[NotOpened]]


class Moved(TypedDict):
    """A matter moved from one state to another. `party` made the move; `guards` are the guards that
    it passed. `because` is the watch rule or deadline that caused a timed move, or `met`: the
    matters `met` have fulfilled it. `not_opened` is what it had to open and could not."""

    matter: str
    move: str
    party: str
    fields: dict[str, Any]
    guards: list[str]
    after: After
    reason: NotRequired[str | Words]
    because: NotRequired[str]
    met: NotRequired[list[str]]
    offline: NotRequired[FromDevice]
    not_opened: NotRequired[list[NotOpened]]


class Signed(TypedDict):
    """Somebody signed for a move. `content` is the SHA-256 of what was signed; `proof` is session, PIN, badge or
    password."""

    matter: str
    move: str
    party: str
    person: str
    proof: str
    place: str | None
    content: str
    after: After
    offline: NotRequired[FromDevice]


class Measured(TypedDict):
    """Something was measured. `over` are the values outside their limits; `limits` are those
    limits."""

    matter: str
    field: str
    values: dict[str, Any]
    over: list[str]
    limits: dict[str, list[float | None]]
    after: After
    offline: NotRequired[FromDevice]
    not_opened: NotRequired[list[NotOpened]]


class Entered(TypedDict):
    """A person went in."""

    matter: str
    person: str
    tools: int
    after: After
    offline: NotRequired[FromDevice]


class Left(TypedDict):
    """A person came out. `reason`: nobody had recorded it, so a commander states that they are out,
    and how that is known."""

    matter: str
    person: str
    tools: int
    after: After
    offline: NotRequired[FromDevice]
    reason: NotRequired[str | Words]


class Corrected(TypedDict):
    """A field of a matter was wrong and was corrected. `was` is the old value."""

    matter: str
    field: str
    was: Any
    value: Any
    reason: str | Words
    after: After
    offline: NotRequired[FromDevice]


class Repinned(TypedDict):
    """A matter was moved to another revision of its template."""

    matter: str
    revision: str
    title: Words
    readers: list[str]
    after: After


class Escalated(TypedDict):
    """A step of a deadline's escalation fired: `told` are notified (empty where there is nobody).
    `paged` are those who get a message; `stand_in` says for whom somebody is notified instead."""

    matter: str
    of: str
    step: str
    colour: str
    told: list[Told]
    stand_in: NotRequired[StandIn]
    readers: NotRequired[list[str]]
    paged: NotRequired[list[PagedOf]]


class Held(TypedDict):
    """A matter that nobody held has a holder now, because a shift began or a post was named."""

    matter: str
    after: After


def found_at(fact: Fact) -> int:
    """Returns when the content of a `matter.opened` was found (UTC epoch ms); for an imported
    matter, by its old record."""
    imported = fact.data.get("imported")
    return fact.at if imported is None else int(imported["found_at"])


def ended_at(fact: Fact) -> int:
    """Returns when a matter ended by the fact that ended it (UTC epoch ms); for one that was
    imported as ended, by its old record."""
    imported = fact.data.get("imported")
    return fact.at if imported is None else int(imported["ended_at"] or fact.at)
