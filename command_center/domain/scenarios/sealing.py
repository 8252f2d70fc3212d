"""Sealing: what will be played is fixed and hidden, and can be proved afterwards.

The commitment is SHA-256 over the canonical content and a secret nonce of 128 bits. It alone is
public until the end; the reveal then lets anybody check that nothing was changed in between.
Keeping the content and the nonce where no reader, log or export reaches them is the caller's.
"""

import hashlib
import hmac
from collections.abc import Sequence
from typing import Literal

from pydantic import Field, ValidationError

from command_center.domain.scenarios.plan import DrillPlan, canonical_json
from command_center.domain.site.parts import Part

NONCE_BYTES = 16


class SealedContent(Part):
    """All that a seal hides: the plan (with scenario, seed and versions), the start, the actions."""

    format: Literal[1] = 1
    plan: DrillPlan
    starts_at: int = Field(ge=1)
    open_actions: list[str] = Field(default=[])

    def canonical(self) -> str:
        """Canonical JSON: what is hashed."""
        return canonical_json(self.model_dump(mode="json", exclude_none=True))


class Reveal(Part):
    """What is published at the end: the sealed content as it was hashed, and the nonce (hex)."""

    content: str
    nonce: str = Field(pattern=r"^[0-9a-f]{32}$")


def sealed(plan: DrillPlan, starts_at: int, open_actions: Sequence[str] = ()) -> str:
    """The content to seal, canonical. `starts_at` is the hidden start, UTC epoch ms."""
    return SealedContent(
        plan=plan, starts_at=starts_at, open_actions=sorted(open_actions)
    ).canonical()


def commitment(content: str, nonce: bytes) -> str:
    """The public hash (64 hex digits). Raises ValueError for a nonce that is not 16 bytes."""
    if len(nonce) != NONCE_BYTES:
        raise ValueError(f"a nonce is {NONCE_BYTES} bytes, not {len(nonce)}")
    return hashlib.sha256(content.encode("utf-8") + nonce).hexdigest()


def verified(committed: str, reveal: Reveal) -> SealedContent | None:
    """What was sealed, if the reveal fits the commitment; None if it does not.

    Content that fits but is no plan of this format is None too.
    """
    made = commitment(reveal.content, bytes.fromhex(reveal.nonce))
    if not hmac.compare_digest(made, committed):
        return None
    try:
        return SealedContent.model_validate_json(reveal.content)
    except ValidationError:
        return None
