"""The content of a seal, as the text that is hashed; `domain.drills.sealing` makes and checks the
hash.

Until the end, the text and its nonce are stored where no reader, log or export reaches them.
"""

from collections.abc import Sequence
from typing import Literal

from pydantic import Field, ValidationError

from command_center.domain.drills.sealing import opens
from command_center.domain.scenarios.plan import DrillPlan, canonical_json
from command_center.domain.site.parts.base import Part


class SealedContent(Part):
    """The sealed content: the plan (with scenario, seed and versions), the hidden start, and the
    actions open at that time."""

    format: Literal[1] = 1
    plan: DrillPlan
    starts_at: int = Field(ge=1)
    open_actions: list[str] = Field(default=[])


def sealed_text(plan: DrillPlan, starts_at: int, open_actions: Sequence[str] = ()) -> str:
    """Returns the canonical text to seal. `starts_at` is UTC epoch ms; `open_actions` are ids."""
    content = SealedContent(plan=plan, starts_at=starts_at, open_actions=sorted(open_actions))
    return canonical_json(content.model_dump(mode="json", exclude_none=True))


def content_of(text: str | None) -> SealedContent | None:
    """Returns the content of a sealed text; None without a text, and for one that is no plan of
    this format."""
    if text is None:
        return None
    try:
        return SealedContent.model_validate_json(text)
    except ValidationError:
        return None


def unsealed(commitment: str, text: str, nonce: str) -> SealedContent | None:
    """Returns the sealed content, if text and nonce (32 hex digits) match the commitment; else
    None.

    A text that matches but is no plan of this format also gives None.
    """
    return content_of(text) if opens(commitment, text, nonce) else None
