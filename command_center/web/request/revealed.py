"""What each REST operation tells of the board's topics, and so which limited tokens may ask it.

A token made with `--topic` reads its topics and no others, at every door. A door that is not declared
here is closed to it.
"""

from collections.abc import Mapping
from dataclasses import dataclass

PREFIX = "/api/v1"


@dataclass(frozen=True, slots=True)
class Reveals:
    """A token needs at least one topic of each set of `topics`; with `everything` it may have no limit.

    None of both: the operation tells nothing of a topic, or leaves out by itself what the token may not read
    (`by_row`). A door that is read says `because` of what it tells nothing; one without topics and without that is
    closed.
    """

    topics: tuple[frozenset[str], ...] = ()
    everything: bool = False
    by_row: bool = False
    because: str = ""

    def open_to(self, topics: frozenset[str] | None) -> bool:
        """Whether a token limited to `topics` (None: not limited) may ask."""
        if topics is None:
            return True
        return not self.everything and all(topics & one_of for one_of in self.topics)

    @property
    def needed(self) -> str:
        """The topics as a token names them: `drill + people` are both, `drill / review` either."""
        return " + ".join(" / ".join(sorted(one_of)) for one_of in self.topics)


def topic(*one_of: str) -> Reveals:
    """One of these topics is enough."""
    return Reveals((frozenset(one_of),))


def nothing(because: str) -> Reveals:
    """A door that tells nothing of any topic, and why that is so."""
    return Reveals(because=because)


def both(*topics: str) -> Reveals:
    """All of these topics are needed."""
    return Reveals(tuple(frozenset({one}) for one in topics))


NOTHING = Reveals(because="it answers what its own sender brought")
"""Of doors that take something; never of one that is read."""
EVERYTHING = Reveals(everything=True)
BY_ROW = Reveals(by_row=True)
DRILL, REVIEW, TICKER = topic("drill"), topic("review"), topic("ticker")
MATTERS = topic("matters")
KEY = nothing("who has the code or link in the address was told it already")
SELF = nothing("the asker's own session")
WORDS = nothing("the same at every plant")

_OF_DOORS: Mapping[str, Reveals] = {
    "post /session": NOTHING,
    "get /session": SELF,
    "delete /session": NOTHING,
    "post /session/reset": NOTHING,
    "post /session/sos": NOTHING,  # it answers the fact of the caller's own call
    "post /session/factor": NOTHING,
    "post /session/factor/confirm": NOTHING,
    "get /session/provider": SELF,
    "get /session/provider/begin": SELF,
    "get /session/provider/back": SELF,
    "post /commands": NOTHING,  # it answers the facts that the sender's own command made
    "post /commands/several": NOTHING,
    "post /readings": NOTHING,
    "post /gateway-state": NOTHING,
    "get /feeds": EVERYTHING,
    "post /positions": NOTHING,
    "post /passages": NOTHING,
    "post /alarms": NOTHING,
    "get /muster-counts": topic("incident"),
    "post /sirens": NOTHING,
    "get /warnings": topic("incident"),
    "post /siren-outcomes": NOTHING,
    "post /visitors": topic("people"),
    "delete /visitors/{visitor}": EVERYTHING,
    "get /badges": EVERYTHING,
    "get /muster/{code}": KEY,
    "post /muster/{code}": NOTHING,
    "get /incidents/{name}/muster-codes": EVERYTHING,
    "post /badges": EVERYTHING,
    "get /outbox": EVERYTHING,
    "post /outbox/probe/{channel}": EVERYTHING,
    "post /outbox/test": EVERYTHING,
    "get /webhooks": EVERYTHING,
    "get /webhooks/{hook}/dead": EVERYTHING,
    "post /webhooks/{hook}/dead/{seq}": EVERYTHING,
    "get /receipts/{channel}": KEY,
    "post /receipts/{channel}": NOTHING,
    "get /answers/{token}": KEY,
    "post /answers/{token}": NOTHING,
    "post /drills/surprise": DRILL,
    "post /drills/{drill}/seal": DRILL,
    "post /programme": DRILL,
    "get /programme": DRILL,
    "get /programme/{year}.ics": DRILL,
    "get /drills": DRILL,
    "get /drills/{drill}": DRILL,
    "get /drills/{drill}/plan": DRILL,
    # With everybody and their contacts in it, though without a number.
    "get /drills/{drill}/site": Reveals((frozenset({"drill"}), frozenset({"people"}))),
    "post /drills/{drill}/photographs": DRILL,
    "get /drills/{drill}/photographs/{sha256}": topic("drill", "review"),
    "get /drills/{drill}/msel.xlsx": DRILL,
    "get /replay/{name}": topic("incident", "drill"),  # which of both follows from the name
    "get /replay/{name}/board": BY_ROW,
    "get /scenarios": DRILL,
    "get /scenarios/{scenario}": DRILL,
    "post /scenarios/check": DRILL,
    "post /evidence/{ident}": NOTHING,
    "get /evidence/{sha256}": MATTERS,
    "get /mine": EVERYTHING,  # matters, directives and actions of reviews
    "get /mine/{matter}": MATTERS,
    "get /matters": MATTERS,
    "get /exchange/double-prevention": MATTERS,
    "get /matters/import": MATTERS,
    # Its lists name everybody of the plant.
    "get /matters/import/{template}/sheet.xlsx": both("matters", "people"),
    "get /matters/import/{template}/sheet.csv": MATTERS,
    "post /matters/import/{template}": both("matters", "people"),
    "get /matters/{matter}": MATTERS,
    "get /matters/{matter}/form.pdf": MATTERS,
    "get /matters/{matter}/baseline.xlsx": MATTERS,
    "post /matters/{matter}/baseline": MATTERS,
    "post /matters/{matter}/signatures": MATTERS,
    "post /signing-pin": NOTHING,
    "get /rounds/{matter}": MATTERS,
    "get /rounds/codes": MATTERS,
    "get /past/figures": EVERYTHING,
    "get /past/heat": EVERYTHING,
    "get /past/scores": EVERYTHING,
    "get /past/owed": EVERYTHING,
    "get /past/permits": EVERYTHING,
    "get /past/examples": EVERYTHING,
    "get /past/rollouts": EVERYTHING,
    "get /past/matters": MATTERS,
    "post /past/matters.xlsx": MATTERS,
    "get /past/report.docx": EVERYTHING,
    "get /past/report.xlsx": EVERYTHING,
    "get /templates": MATTERS,
    "get /templates/{template}": MATTERS,
    "post /templates/preview": MATTERS,
    "post /templates/try": EVERYTHING,  # who holds which post, and what hinders work
    "put /templates/{template}": MATTERS,
    "put /scenarios/{scenario}": DRILL,
    "get /scenarios/{scenario}/msel.xlsx": DRILL,
    "post /scenarios/{scenario}/msel": DRILL,
    "get /ledger/table.xlsx": topic("resources"),
    "get /ledger/table.csv": topic("resources"),
    "post /ledger/table": topic("resources"),
    "get /plant/lacks": topic("readiness"),
    "get /plant/nouns/{noun}/history": TICKER,
    "get /plant/nouns/{noun}/table.xlsx": topic("people"),
    "get /plant/nouns/{noun}/table.csv": topic("people"),
    "post /plant/nouns/{noun}/table": topic("people"),
    "get /incidents/{name}/cap": topic("incident"),
    "get /incidents/{name}/report.docx": topic("incident"),
    # Who is where, by name, and what was done.
    "get /incidents/{name}/forms/{form}.pdf": Reveals(
        (frozenset({"incident"}), frozenset({"people"}), frozenset({"ticker"}))
    ),
    "get /incidents/{name}/forms": topic("incident"),
    "post /incidents/{name}/forms": topic("incident"),
    "get /muster-lists/{serial}.pdf": Reveals((frozenset({"incident"}), frozenset({"people"}))),
    "get /board": BY_ROW,
    "get /journal": TICKER,
    "get /journal/search": TICKER,
    "get /site": nothing(
        "what stands where; people are left out for a token that may not read them"
    ),
    "get /ways-out": nothing("what stands where, as the description of the plant"),
    "get /plant/nouns": nothing("which nouns a plant is described by"),
    # Who belongs to the plant and who holds which post, without a number.
    "get /plant/nouns/{noun}": topic("people"),
    "post /plant/preview": topic("people"),
    "get /plant/difference": topic("people"),
    "get /plant/export.yaml": topic("people"),
    "get /history": topic("levels"),
    "get /alarms": topic("alarms"),
    "get /reviews": REVIEW,
    "get /reviews/lineage": REVIEW,
    "get /reviews/lineage/{name}": REVIEW,
    "get /reviews/own": REVIEW,
    "get /reviews/{name}": REVIEW,
    "get /reviews/{name}/facts": Reveals((frozenset({"review"}), frozenset({"ticker"}))),
    "get /reviews/{name}.docx": REVIEW,
    "get /reviews/{name}.xlsx": REVIEW,
    "get /reviews/{name}.csv": REVIEW,
    "get /reviews/{name}.json": REVIEW,
    "get /words/{lang}.json": WORDS,
    "get /accounts": EVERYTHING,
    "post /accounts": EVERYTHING,
    "patch /accounts/{name}": EVERYTHING,
    "post /accounts/{name}/reset": EVERYTHING,
    "post /tokens": EVERYTHING,
    "delete /tokens/{name}": EVERYTHING,
    "get /people/{person}/contacts": topic("people"),
    "post /people/{person}/contacts": topic("people"),
    "get /people/contacts/table.xlsx": topic("people"),
    "get /people/contacts/table.csv": topic("people"),
    "post /people/contacts/table": topic("people"),
    "get /people/{person}/reads": EVERYTHING,
    "delete /people/{person}/data": EVERYTHING,
    "post /contacts/confirm": NOTHING,
    "get /openapi.json": WORDS,
    "get /asyncapi.json": WORDS,
}
REVEALS: Mapping[tuple[str, str], Reveals] = {
    (method, PREFIX + path): reveals
    for (method, _, path), reveals in ((door.partition(" "), r) for door, r in _OF_DOORS.items())
} | {
    ("get", "/healthz"): nothing("whether the process runs"),
    ("get", "/readyz"): nothing("which parts of the process are ready"),
    ("get", "/metrics"): DRILL,  # commands are counted by kind, those of a sealed drill too
}
"""By method and path, as OpenAPI has them."""


def revealed_by(method: str, rule: str) -> Reveals:
    """What a request reveals; `rule` is Flask's, with the path's parameters between < and >. A page tells
    nothing by itself: its rows come through the doors and the socket."""
    path = rule.replace("<", "{").replace(">", "}")
    found = REVEALS.get(("get" if method == "HEAD" else method.lower(), path))
    if found is not None:
        return found
    return EVERYTHING if path.startswith(f"{PREFIX}/") else NOTHING
