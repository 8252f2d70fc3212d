"""Sealing: a hash that is published at once commits to a content that is shown only at the end."""

import hashlib
import json
import re
from typing import TYPE_CHECKING

from command_center.domain.payload import Words

if TYPE_CHECKING:
    from command_center.domain.state import State

NONCE_BYTES = 16
"""128 secret bits: nobody can try out the few drills there are (FACTS, "Sealed")."""

_NONCE = re.compile(r"[0-9a-f]{32}")


def commitment_of(content: str, nonce: str) -> str:
    """Returns the SHA-256 (hex) over the nonce, a newline and the sealed content, as UTF-8.

    `nonce` is 32 random lower-case hex digits, drawn by whoever seals. Raises ValueError for any
    other form.
    """
    if not _NONCE.fullmatch(nonce):
        raise ValueError("a nonce is 32 lower-case hex digits")
    return hashlib.sha256(f"{nonce}\n{content}".encode()).hexdigest()


def opens(commitment: str, content: str, nonce: str) -> bool:
    """Returns whether this content, with this nonce, is what was sealed."""
    return bool(_NONCE.fullmatch(nonce)) and commitment_of(content, nonce) == commitment


def commitments_of(state: "State") -> set[str]:
    """Returns every commitment in the journal: of drills, of programmes and of programmes that were
    drawn again."""
    told = {drill.commitment for drill in state.drills.values() if drill.commitment}
    for programme in state.programmes.values():
        told |= {programme.commitment, *(one.commitment for one in programme.superseded)}
    return told


def secret_commitments(state: "State") -> set[str]:
    """Returns the commitments whose content is still secret: of drills that have not begun, and of
    programmes. If one were used again under another name, its content would be revealed at that
    other drill's end."""
    hidden = {d.commitment for d in state.drills.values() if d.commitment and d.started_at is None}
    return hidden.union(*(programme.hiding for programme in state.programmes.values()))


def asked_for(content: str) -> dict[str, str]:
    """Returns which expectation in the sealed content tests which open improvement action: {action:
    expectation}. Empty where the text is no plan with that data."""
    try:
        tested = json.loads(content)["plan"]["tested"]
        return {str(one["action"]): str(one["expectation"]) for one in tested}
    except (ValueError, KeyError, TypeError):
        return {}


def mandatory_of(content: str) -> "dict[str, Words] | None":
    """Returns the injects in the sealed content that a drill must not leave out, with their texts:
    those that have a planned time and an expectation. One that waits for a condition or for the
    controller may rightly never come. None where the text is no plan with that data."""
    try:
        plan = json.loads(content)["plan"]
        expected = {str(one["inject"]) for one in plan["expectations"]}
        return {
            str(one["id"]): Words(zh=str(one["text"]["zh"]), en=str(one["text"]["en"]))
            for one in plan["injects"]
            if one.get("at") is not None and one["id"] in expected
        }
    except (ValueError, KeyError, TypeError, AttributeError):
        return None
