"""The siren door: a gateway registers its sirens, fetches the warnings for them, and reports the outcomes."""

from functools import lru_cache
from typing import Annotated, Literal

from flask import Blueprint, Response, request
from pydantic import Field
from typing_extensions import TypedDict

from command_center.clock import Clock
from command_center.desk import Desk, Refused
from command_center.domain.actor import DUTY_ACTOR, Role
from command_center.domain.incidents.warning.public_warning import is_given_out, warning_messages
from command_center.domain.incidents.warning.siren_verdicts import withheld
from command_center.domain.incidents.warning.sirens import MOST, GivenSiren
from command_center.domain.quantities import FactNumber
from command_center.domain.registry import EpochMs
from command_center.domain.state import State
from command_center.domain.state.incidents.warned import Outcome, Siren, WarningMessage
from command_center.reports.cap import cap_document, identifier, is_exercise
from command_center.reports.incident_facts import incident_facts, site_then
from command_center.reports.sources import Sources
from command_center.store.journal import Journal
from command_center.web.request import answer_types as answers
from command_center.web.request.answers import answer_json
from command_center.web.request.body import Asked, json_body, query
from command_center.web.request.callers import Caller, Callers
from command_center.web.request.language import language_of
from command_center.web.request.problem import Problem
from command_center.web.request.rest_doors import READS, WRITES, door
from command_center.web.request.revealed import NOTHING, topic
from command_center.words import say

MOST_TOLD = 500
Name = Annotated[str, Field(min_length=1, max_length=40)]


class SirensOfGateway(Asked):
    """All sirens of a gateway; any earlier one that is not named is removed."""

    gateway: Name
    sirens: list[GivenSiren] = Field(max_length=MOST)


class WarningsAsked(Asked):
    """The siren. `scope=public` requests documents for general dissemination."""

    siren: Name
    scope: Literal["public", "restricted"] = "restricted"


class SirenOutcome(Asked):
    """The outcome of a message: `incident`, `message` and `sent` as given by `GET /warnings`, and the time (UTC epoch
    ms).
    """

    incident: str = Field(min_length=1, max_length=80)
    message: FactNumber
    sent: EpochMs | None = None
    outcome: Outcome
    happened_at: EpochMs
    tries: int = Field(default=0, ge=0, le=1_000_000)
    why: str | None = Field(default=None, max_length=300)


class SirenOutcomes(Asked):
    """The outcomes of one siren, the oldest first."""

    siren: Name
    outcomes: list[SirenOutcome] = Field(max_length=MOST_TOLD)


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
    """The warnings for a siren; `now` is the center's clock."""

    now: int
    warnings: list[WarningForSiren]


POST_SIRENS = door(
    "post", "/sirens",
    summary="Name the sirens that a gateway carries warnings to",
    answers="Known",
    roles=[Role.GATEWAY], reveals=NOTHING, what="warnings", good=(202,), bad=(*WRITES, 503),
    answer=answers.Taken, body=SirensOfGateway,
)  # fmt: skip

GET_WARNINGS = door(
    "get", "/warnings",
    summary="What a siren is to carry, as CAP 1.2",
    answers="The newest message of each incident",
    roles=[Role.GATEWAY], reveals=topic("incident"), bad=(*READS, 404, 422),
    answer=WarningsForSiren, query=WarningsAsked,
)  # fmt: skip

POST_SIREN_OUTCOMES = door(
    "post", "/siren-outcomes",
    summary="Tell what became of messages at a siren",
    answers="Taken; those that name nothing known are listed",
    roles=[Role.GATEWAY], reveals=NOTHING, what="warnings", good=(202,), bad=(*WRITES, 503),
    answer=answers.Taken, body=SirenOutcomes,
)  # fmt: skip


def sirens_api(
    desk: Desk, journal: Journal, callers: Callers, clock: Clock, cap_sender: str, language: str
) -> Blueprint:
    """`POST /sirens`, `GET /warnings`, `POST /siren-outcomes`: gateways, each for the sirens its token speaks for."""
    api = Blueprint("sirens", __name__)
    sources = Sources(desk, journal)

    @lru_cache(maxsize=64)
    def document(incident: str, seq: int, scope: str) -> bytes:
        """One message; the same message is the same bytes for ever."""
        facts = incident_facts(sources, desk, incident)
        site = site_then(desk, facts, incident)
        messages = [one for one in warning_messages(site, incident, facts) if one.seq <= seq]
        return cap_document(site, incident, messages, cap_sender, public=scope == "public")

    @POST_SIRENS.on(api, callers)
    def enrol(caller: Caller) -> Response:
        given = json_body(request, SirensOfGateway)
        known = desk.state.warnings.sirens
        of_it = [name for name, one in known.items() if one.gateway == given.gateway]
        for name in (*of_it, *(one.id for one in given.sirens)):
            _must_speak_for(caller, name)
        desk.submit("siren.enrol", given.model_dump(mode="json"), DUTY_ACTOR)
        taken: answers.Taken = {"accepted": len(given.sirens), "rejected": []}
        return answer_json(taken, 202)

    @GET_WARNINGS.on(api, callers)
    def warnings(caller: Caller) -> Response:
        asked = query(request, WarningsAsked)
        _must_speak_for(caller, asked.siren)
        siren = desk.state.warnings.sirens.get(asked.siren)
        if siren is None:
            raise Problem("unknown_siren", 404, siren=asked.siren)
        now = clock.now()
        told: WarningsForSiren = {
            "now": now,
            "warnings": [
                {
                    "incident": incident,
                    "message": message.seq,
                    "identifier": identifier(desk.site, incident, message),
                    "type": message.type,
                    "status": "Exercise" if is_exercise(desk.site, message) else "Actual",
                    "sent": message.sent,
                    "document": document(incident, message.seq, asked.scope).decode(),
                }
                for state in (desk.state, *desk.state.twins.values())
                for incident, message in _for_siren(desk, state, siren, now)
            ],
        }
        return answer_json(told)

    @POST_SIREN_OUTCOMES.on(api, callers)
    def outcomes(caller: Caller) -> Response:
        given = json_body(request, SirenOutcomes)
        _must_speak_for(caller, given.siren)
        lang = language_of(request.environ, language)
        rejected: list[answers.Rejected] = []
        for index, one in enumerate(given.outcomes):
            data = {"siren": given.siren, **one.model_dump(mode="json")}
            drill = _drill_of(desk, one.incident)
            answer = desk.submit("siren.tell", data, DUTY_ACTOR, drill=drill)
            if isinstance(answer, Refused):
                why = answer.refusal
                error = say(lang, f"refusal.{why.code}", **why.params)
                rejected.append({"index": index, "code": why.code, "error": error})
        taken: answers.Taken = {
            "accepted": len(given.outcomes) - len(rejected), "rejected": rejected
        }  # fmt: skip
        return answer_json(taken, 202)

    return api


def _for_siren(
    desk: Desk, state: State, siren: Siren, now: int
) -> list[tuple[str, WarningMessage]]:
    """The newest message of each incident of a board that a siren is to carry."""
    found: list[tuple[str, WarningMessage]] = []
    for incident, warned in state.warnings.of.items():
        if not warned.messages or withheld(desk.site, warned.messages, siren) is not None:
            continue
        newest = warned.messages[-1]
        if is_given_out(newest, now):
            found.append((incident, newest))
    return found


def _drill_of(desk: Desk, incident: str) -> str | None:
    """The drill on whose board an incident stands; None on the plant's."""
    twins = desk.state.twins.items()
    return next((name for name, twin in twins if incident in twin.warnings.of), None)


def _must_speak_for(caller: Caller, siren: str) -> None:
    if caller.sources is not None and siren not in caller.sources:
        raise Problem("siren_of_another", 403, siren=siren)
