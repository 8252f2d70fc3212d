"""What a seal hides, as the text that is hashed; `domain.drills.sealing` makes and checks the hash.

Until the end the text and its nonce stay where no reader, log or export reaches them.
"""

from collections.abc import Sequence
from typing import Literal

from pydantic import Field, ValidationError

from command_center.domain.drills.sealing import opens
from command_center.domain.scenarios.plan import DrillPlan, canonical_json
from command_center.domain.site.parts.base import Part


class SealedContent(Part):
    """The plan (with scenario, seed and versions), the hidden start, and the actions then open."""

    format: Literal[1] = 1
    plan: DrillPlan
    starts_at: int = Field(ge=1)
    open_actions: list[str] = Field(default=[])


def sealed_text(plan: DrillPlan, starts_at: int, open_actions: Sequence[str] = ()) -> str:
    """The canonical text to seal. `starts_at` is UTC epoch ms; `open_actions` are their ids."""
    content = SealedContent(plan=plan, starts_at=starts_at, open_actions=sorted(open_actions))
    return canonical_json(content.model_dump(mode="json", exclude_none=True))


def content_of(text: str | None) -> SealedContent | None:
    """A sealed text that is at hand; None for none, and for one that is no plan of this format."""
    if text is None:
        return None
    try:
        return SealedContent.model_validate_json(text)
    except ValidationError:
        return None


def unsealed(commitment: str, text: str, nonce: str) -> SealedContent | None:
    """What was sealed, if text and nonce (32 hex digits) fit the commitment; None if they do not.

    A text that fits and is no plan of this format is None too.
    """
    return content_of(text) if opens(commitment, text, nonce) else None
