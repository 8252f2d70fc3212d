"""The evidence door of matters: photographs and voice notes, uploaded under a name given by the phone, readable by
those concerned.
"""

import re
from dataclasses import dataclass
from typing import Any

import orjson
from flask import Blueprint, Response, request
from pydantic import Field, ValidationError

from command_center.clock import Clock
from command_center.desk import Desk
from command_center.domain.actor import HUMAN_ROLES, Role
from command_center.domain.evidence.claims import Claims, flags_of
from command_center.domain.matters.reading.readers import may_read_open, reach_of
from command_center.domain.readers import MATTER_READERS
from command_center.domain.state import State
from command_center.ingest.darkroom import Darkroom
from command_center.ingest.photograph import KEPT_TYPE, TAKEN, NoPhotograph
from command_center.ingest.voice import MOST_BYTES, VOICES, NoVoice, voice_type
from command_center.store.evidence import AnotherContent, EvidenceStore, Kept
from command_center.web.request import answer_types as answers
from command_center.web.request.answer_shapes import FILE, INTEGER, TEXT, Described, record, rows
from command_center.web.request.answers import answer_json
from command_center.web.request.body import Asked, query, whole_body
from command_center.web.request.callers import Caller, Callers
from command_center.web.request.problem import Problem, bad_json, invalid
from command_center.web.request.rest_doors import READS, WRITES, door
from command_center.web.request.revealed import MATTERS, NOTHING

UUID = re.compile(r"[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}")
HANDS = frozenset(HUMAN_ROLES) - {Role.VIEWER}
NOTHING_ELSE = "default-src 'none'; media-src 'self'; sandbox"


class EvidenceAsked(Asked):
    """The query of an upload. `about` holds the camera's claims about a photograph, as JSON
    (`domain/evidence/claims.py`).
    """

    about: str = Field(default="{}", max_length=2_000)


@dataclass(frozen=True, slots=True)
class Evidence:
    """What the doors of photographs and voice notes lead to."""

    desk: Desk
    kept: EvidenceStore
    callers: Callers
    clock: Clock
    darkroom: Darkroom


EVIDENCE_TOLD = Described(
    "Evidence",
    record({"sha256": TEXT, "type": TEXT, "flags": rows(TEXT), "size": INTEGER}),
)
POST_EVIDENCE_IDENT = door(
    "post", "/evidence/<ident>",
    summary="Bring a photograph or voice note under a UUID of the sender; a field of a matter may then name its "
    "SHA-256",
    answers="Kept, a photograph without what the camera wrote into it",
    roles=HANDS, reveals=NOTHING, good=(201,), bad=(*WRITES, 404, 409, 503), answer=EVIDENCE_TOLD,
    query=EvidenceAsked, takes=(*TAKEN, *VOICES),
)  # fmt: skip

GET_EVIDENCE_SHA256 = door(
    "get", "/evidence/<sha256>",
    summary="A photograph or voice note: to who brought it, to who takes part in its matter, to who may read "
    "every matter, and to everybody where it is attached to a directive",
    answers="As it is kept",
    roles=HUMAN_ROLES, reveals=MATTERS, bad=(*READS, 404), answer=FILE, content_type=KEPT_TYPE,
)  # fmt: skip


def evidence_api(evidence: Evidence) -> Blueprint:
    """`POST /evidence/ID?about=CLAIMS` and `GET /evidence/SHA256`."""
    api = Blueprint("evidence", __name__)
    e = evidence

    @POST_EVIDENCE_IDENT.on(api, e.callers)
    def bring(caller: Caller, ident: str) -> Response:
        if not UUID.fullmatch(ident := ident.lower()):
            raise Problem("not_found", 404, path=request.path)
        claims = _claims(query(request, EvidenceAsked).about)
        content, kind = _checked(e, whole_body(request), request.mimetype)
        flags = flags_of(claims, e.desk.site) if kind.startswith("image/") else []
        try:
            kept = e.kept.keep(
                ident, content, kind, claims, flags, caller.actor.id, caller.actor.person,
                e.clock.now(),
            )  # fmt: skip
        except AnotherContent as error:
            raise Problem("key_reused", 409, key=ident) from error
        told: answers.Evidence = {
            "sha256": kept.sha256, "type": kept.type, "flags": list(kept.flags),
            "size": len(content),
        }  # fmt: skip
        return answer_json(told, 201)

    @GET_EVIDENCE_SHA256.on(api, e.callers)
    def read(caller: Caller, sha256: str) -> Response:
        found = e.kept.of(sha256, caller.actor.id)
        if found is None or found.content is None or not _may_read(e.desk, caller, found):
            raise Problem("not_found", 404, path=request.path)
        answer = Response(found.content, content_type=found.type)
        answer.headers["Cache-Control"] = "private, no-cache"
        answer.headers["ETag"] = f'"{sha256}"'
        answer.headers["Vary"] = "Cookie, Authorization"
        answer.headers["Content-Security-Policy"] = NOTHING_ELSE
        return answer

    return api


def _claims(text: str) -> Claims:
    try:
        return Claims.model_validate(orjson.loads(text))
    except ValidationError as error:
        raise invalid(error) from error
    except orjson.JSONDecodeError as error:
        raise bad_json(error) from error


def _checked(e: Evidence, given: bytes, declared: str) -> tuple[bytes, str]:
    """A photograph drawn anew, or a voice note as it is, with the media type that its content has."""
    if declared in TAKEN:
        try:
            drawn = e.darkroom.develop(given, declared)
        except NoPhotograph as error:
            raise Problem(f"photograph_{error.why}", 422, type=declared) from error
        return drawn.content, drawn.type
    try:
        kind = voice_type(given)
    except NoVoice as error:
        raise Problem("no_evidence", 415, type=declared[:80] or "?") from error
    if len(given) > MOST_BYTES:
        raise Problem("too_large", 413, size=len(given), limit=MOST_BYTES)
    return given, kind


def _may_read(desk: Desk, caller: Caller, found: Kept) -> bool:
    if found.account == caller.actor.id:
        return True
    if any(_holds(board, found.sha256) for board in (desk.state, *desk.state.twins.values())):
        return True
    reach = reach_of(
        desk.state, desk.site, caller.role, caller.actor.person, looks_only=caller.read_only
    )
    naming = [one for one in desk.state.matters.open.values() if _names(one.fields, found.sha256)]
    if not naming:
        return caller.role in MATTER_READERS
    return any(may_read_open(one, reach) for one in naming)


def _holds(board: State, sha256: str) -> bool:
    """Whether it is attached to a directive, which everybody who is signed in reads."""
    attached = (one for found in board.directives.values() for one in found.attached)
    return any(one["sha256"] == sha256 for one in attached)


def _names(value: Any, sha256: str) -> bool:
    if isinstance(value, dict):
        return any(_names(one, sha256) for one in value.values())
    if isinstance(value, list):
        return any(_names(one, sha256) for one in value)
    return bool(value == sha256)
