"""Photographs and voice notes of matters over HTTP: brought under a name of the phone, read by those concerned."""

import json
from dataclasses import dataclass
from typing import Any

from flask import Blueprint, Response, request
from pydantic import ValidationError

from command_center.clock import Clock
from command_center.desk import Desk
from command_center.domain.actor import HUMAN_ROLES, Role
from command_center.domain.evidence.claims import Claims, flags_of
from command_center.ingest.darkroom import Darkroom
from command_center.ingest.photograph import TAKEN, NoPhotograph
from command_center.ingest.voice import MOST_BYTES, NoVoice, voice_type
from command_center.store.evidence import AnotherContent, EvidenceStore, Kept
from command_center.web import answer_types as answers
from command_center.web.answers import answer_json
from command_center.web.body import whole_body
from command_center.web.callers import Caller, Callers
from command_center.web.problem import Problem, invalid

HANDS = frozenset(HUMAN_ROLES) - {Role.VIEWER}
READERS = frozenset({Role.COMMANDER, Role.CONTROLLER, Role.EVALUATOR, Role.ADMINISTRATOR})
"""Who reads every piece; a responder reads their own and those of matters that they take part in."""
NOTHING_ELSE = "default-src 'none'; media-src 'self'; sandbox"


@dataclass(frozen=True, slots=True)
class Evidence:
    """What the doors of photographs and voice notes lead to."""

    desk: Desk
    kept: EvidenceStore
    callers: Callers
    clock: Clock
    darkroom: Darkroom


def evidence_api(evidence: Evidence) -> Blueprint:
    """`POST /evidence/ID?about=CLAIMS` and `GET /evidence/SHA256`."""
    api = Blueprint("evidence", __name__)
    e = evidence

    @api.post("/evidence/<uuid:ident>")
    def bring(ident: object) -> Response:
        caller = e.callers.of(request)
        caller.must_be(HANDS, "evidence")
        caller.must_write()
        claims = _claims(request.args.get("about", "{}"))
        content, kind = _checked(e, whole_body(request), request.mimetype)
        flags = flags_of(claims, e.desk.site) if kind.startswith("image/") else []
        try:
            kept = e.kept.keep(
                str(ident), content, kind, claims, flags, caller.actor.id, caller.actor.person,
                e.clock.now(),
            )  # fmt: skip
        except AnotherContent as error:
            raise Problem("key_reused", 409, key=str(ident)) from error
        told: answers.Evidence = {
            "sha256": kept.sha256, "type": kept.type, "flags": list(kept.flags),
            "size": len(content),
        }  # fmt: skip
        return answer_json(told, 201)

    @api.get("/evidence/<sha256>")
    def read(sha256: str) -> Response:
        caller = e.callers.of(request)
        caller.must_be(HUMAN_ROLES, "evidence")
        found = e.kept.of(sha256)
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
        return Claims.model_validate(json.loads(text[:2_000]))
    except ValidationError as error:
        raise invalid(error) from error
    except ValueError as error:
        raise Problem("bad_json", 400, why=str(error)[:200]) from error


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
    if caller.role in READERS or found.account == caller.actor.id:
        return True
    person = caller.actor.person
    return person is not None and any(
        _names(one.fields, found.sha256)
        for one in desk.state.matters.open.values()
        if person in one.holders or any(person in people for people in one.parties.values())
    )


def _names(value: Any, sha256: str) -> bool:
    if isinstance(value, dict):
        return any(_names(one, sha256) for one in value.values())
    if isinstance(value, list):
        return any(_names(one, sha256) for one in value)
    return bool(value == sha256)
