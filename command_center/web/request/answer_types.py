"""What the doors answer, as types: the doors make them, and OpenAPI describes them by these.

Times are UTC epoch milliseconds. What is made far from the doors (a review, a scenario's preview) is described
by hand in `openapi_answers.py`.
"""

from collections.abc import Mapping, Sequence
from typing import Any, Literal, NotRequired

from typing_extensions import TypedDict

from command_center.domain.alarms.burden import LoadNow
from command_center.domain.alarms.past import Activation
from command_center.domain.fact import Fact
from command_center.domain.payload import Words
from command_center.domain.people.muster_counts import MusterCount
from command_center.domain.state.incidents.kept_form import KeptFormRow
from command_center.domain.verdicts.turns import Sign, Turn
from command_center.live.rows.exercises.drill_rows import DrillRow

Span = tuple[int, int]
"""First and last time."""


class Session(TypedDict):
    """Who one is signed in as. `topics` is none where all may be read."""

    account: str
    role: str
    person: str | None
    read_only: bool
    topics: list[str] | None


class SignedOut(TypedDict):
    """Signed out here; at the identity provider one signs out by going to this address."""

    provider: str


class ProviderOffered(TypedDict):
    """What the identity provider is called, and whether it answers; none: there are local accounts only."""

    name: str | None
    reachable: bool | None


class FactorProposed(TypedDict):
    """What an authenticator app takes: the QR code of its address (a data URI of an SVG), or the secret typed in."""

    secret: str
    uri: str
    qr: str


class FactorConfirmed(TypedDict):
    """Codes for a lost phone, shown once; each works once."""

    recovery_codes: list[str]


class User(TypedDict):
    """An account of a person."""

    username: str
    role: str
    person: str | None
    disabled: bool
    created_at: int


class NewUser(User):
    """An account that was just added, with its first password."""

    password: str


class Token(TypedDict):
    """A token of a machine; its secret is told once and kept nowhere. `sources` is none for one that speaks for all."""

    name: str
    role: str
    person: str | None
    read_only: bool
    topics: list[str] | None
    sources: list[str] | None
    revoked: bool
    created_at: int


class NewToken(Token):
    """A token that was just made, with its secret."""

    secret: str


class ResetIssued(TypedDict):
    """A one-time code, by which the person sets a new password until `expires_at`."""

    code: str
    expires_at: int


class Accounts(TypedDict):
    """Every account and token, the roles that a person may have, and those of tokens."""

    users: list[User]
    tokens: list[Token]
    roles: list[str]
    token_roles: list[str]


class Accepted(TypedDict):
    """A command was carried out: the facts it made, the last of which is `seq`."""

    seq: int
    facts: Sequence[Fact]


class CommandAnswer(TypedDict):
    """What one of several commands alone would have been answered: 200 and what it made, else the problem."""

    status: int
    body: Accepted | dict[str, Any]


class CommandAnswers(TypedDict):
    """The answers to several commands, in their order. Commands after one that could not be decided (503) have none:
    they were not given."""

    answers: list[CommandAnswer]


class Rejected(TypedDict):
    """An item of a batch that was not taken."""

    index: int
    code: str
    error: str


class Taken(TypedDict):
    """How many items of a batch were taken, and which were not."""

    accepted: int
    rejected: list[Rejected]


class GatewayStateTaken(TypedDict):
    """Whose state was kept."""

    gateway: str


class MusterCountsTold(TypedDict):
    """The headcount by muster points, by open incident; none before an evacuation is ordered."""

    incidents: dict[str, list[MusterCount]]


class WarningForSiren(TypedDict):
    """The newest message of an incident as CAP 1.2 (`document`, XML). `message` is the number of its fact, `sent` UTC
    epoch ms; `status` is Actual or Exercise."""

    incident: str
    message: int
    identifier: str
    type: str
    status: str
    sent: int
    document: str


class WarningsForSiren(TypedDict):
    """What a siren is to carry; `now` is the center's clock."""

    now: int
    warnings: list[WarningForSiren]


class Journal(TypedDict):
    """Facts in order; go on after `next`. `head` is the journal's newest."""

    facts: list[Fact]
    next: int
    head: int


class Found(TypedDict):
    """Facts newest first; go on before `before`, none at the end. `directives` says what each one named
    says, `drills` what a drill's injects and expectations say, `matters` the number of each matter they are about;
    `late` by how many ms a fact was entered after it happened, by its number, where that was late."""

    facts: list[Fact]
    before: int | None
    head: int
    directives: dict[str, Words]
    drills: dict[str, Mapping[str, Mapping[str, Words]]]
    matters: dict[str, str]
    late: dict[str, int]


class ReviewFacts(TypedDict):
    """Every fact of the log of a review that its reader may see, newest first; the rest as in `Found`."""

    facts: list[Fact]
    directives: dict[str, Words]
    drills: dict[str, Mapping[str, Mapping[str, Words]]]
    matters: dict[str, str]
    late: dict[str, int]


class History(TypedDict):
    """Readings of a tag. `points` are (time, value or none, quality), `stored` how many are kept of that span;
    `silent` from the last reading before to the first after, `bad` and `uncertain` first and last."""

    tag: str
    drill: str | None
    unit: str
    since: int
    until: int
    points: list[tuple[int, float | None, str]]
    stored: int
    silent: list[Span]
    bad: list[Span]
    uncertain: list[Span]


class OffenderTold(TypedDict):
    """An alarm by how often it was raised; `chattered` counts its bursts of three in sixty seconds."""

    alarm: str
    tag: str
    condition: str
    priority: str
    activations: int
    chattered: int
    last_at: int
    sign: Sign


class Alarms(TypedDict):
    """Alarms of a span. `load` is (beginning of a step, alarms raised in it); `floods` are spans; `load_now` is
    the load at the span's end and after it."""

    since: int
    until: int
    step_ms: int
    load: list[Span]
    load_now: LoadNow
    acceptable: int
    flood_above: int
    flood_ends_below: int
    floods: list[Span]
    offenders: list[OffenderTold]
    activations: list[Activation]
    total: int


class Photograph(TypedDict):
    """A photograph as it is kept."""

    sha256: str
    type: str
    width: int
    height: int
    size: int


class SpotSigned(TypedDict):
    """The number of the signature's fact; None where it stood already."""

    seq: int | None


class Evidence(TypedDict):
    """A photograph or voice note as it is kept; `flags` are `old`, `no_camera`, `elsewhere`."""

    sha256: str
    type: str
    flags: list[str]
    size: int


class Ready(TypedDict):
    """Whether the process can serve: every check by name, what failed in words, and what does not keep it
    from serving but wants a person."""

    status: Literal["ready", "not ready"]
    checks: dict[str, bool]
    reasons: NotRequired[list[str]]
    warnings: NotRequired[list[str]]


class Sealed(TypedDict):
    """A drill was sealed: what was sealed is bound by its commitment."""

    drill: str
    commitment: str
    generator: str


class LegalDuty(TypedDict):
    """How the half-yearly duty stands today; days are the site's. `turns` say how it stands and will (codes:
    never, uncounted, far, known, due, over)."""

    last: str | None
    due: str | None
    days_left: int | None
    turns: list[Turn]


class Drills(TypedDict):
    """The drills this role may know of."""

    drills: list[DrillRow]
    legal: LegalDuty


class DrillTold(DrillRow):
    """A drill; once it is revealed, with what was sealed."""

    content: NotRequired[str]
    nonce: NotRequired[str]


class Mark(TypedDict):
    """An outstanding fact."""

    seq: int
    at: int
    kind: str


class Note(TypedDict):
    """An observer's note; photographs by their SHA-256."""

    seq: int
    at: int
    by: str
    objective: str | None
    rating: str | None
    note: str | Words | None
    photographs: list[str]


class Replay(TypedDict):
    """What can be looked at again. `objectives` are a drill's, by id, once it is revealed."""

    id: str
    title: Words
    exercise: bool
    since: int
    until: int
    marks: list[Mark]
    notes: list[Note]
    objectives: dict[str, Any]


class Probed(TypedDict):
    """What a channel's service said; `detail` are figures such as a balance."""

    ok: bool
    why: str
    detail: dict[str, str | float]


class TestSent(TypedDict):
    """What became of a test by one channel. `address` is masked."""

    channel: str
    kind: str
    address: str
    outcome: str
    good: bool
    why: str
    took_ms: int


class TestsSent(TypedDict):
    """What became of a test by each channel."""

    tests: list[TestSent]


class ContactShown(TypedDict):
    """A contact with its address, None where that was erased."""

    channel: str
    version: str
    address: str | None


class PersonsContacts(TypedDict):
    """How a person is reached. `revision` is that of these contacts: an edit says which it saw."""

    person: str
    revision: int
    contacts: list[ContactShown]


class ContactsEdited(TypedDict):
    """The person's contacts were changed; `revision` is theirs from now on."""

    person: str
    revision: int


class PersonalReadTold(TypedDict):
    """Somebody was shown a person's data."""

    at: int
    reader: str
    role: str
    what: str
    why: str


class PersonsReads(TypedDict):
    """Who was shown a person's data, the newest first."""

    reads: list[PersonalReadTold]


class PersonErased(TypedDict):
    """How much of a person was deleted."""

    person: str
    addresses: int
    positions: int
    messages: int
    passages: int
    evidence: int


class Registered(TypedDict):
    """A visitor who was let in, by the number that facts name."""

    index: int
    visitor: str


class VisitorsRegistered(TypedDict):
    """Who of a list was let in, and who was not, and why."""

    registered: list[Registered]
    rejected: list[Rejected]


class VisitorErased(TypedDict):
    """Who a visitor was is erased, with their passages."""

    visitor: str
    passages: int


class MusterCode(TypedDict):
    """The code of one person or visitor at a muster point."""

    person: str
    code: str


class MusterCodes(TypedDict):
    """The codes of everybody whom an evacuation asks for, at one muster point. `/api/v1/muster/CODE` takes one."""

    incident: str
    muster: str
    codes: list[MusterCode]


class Badges(TypedDict):
    """Which person carries which badge, by the badge's number."""

    badges: dict[str, str]


class BadgesGiven(TypedDict):
    """How many badges were given."""

    given: int


class ContactConfirmed(TypedDict):
    """A contact was confirmed by its code."""

    person: str
    channel: str


class MusterListSeen(TypedDict):
    """A muster list by its serial, made `at` (UTC epoch ms), with so many people on it."""

    serial: str
    at: int
    people: int


class FormsOfIncident(TypedDict):
    """The forms there are, those that were kept with the incident, and its muster lists; newest first."""

    forms: list[str]
    kept: list[KeptFormRow]
    muster_lists: list[MusterListSeen]


class FormKept(TypedDict):
    """A form was kept by the fact `seq`; `path` makes it again."""

    seq: int
    sha256: str
    path: str
