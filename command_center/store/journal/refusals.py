"""Stores a refusal under an idempotency key, and reads it back word for word."""

import orjson

from command_center.domain.refusal import Refusal, as_plain, from_plain


def written(refusal: Refusal) -> str:
    """Return the caller's answer as JSON; its `facts` are in the journal already.

    Raises TypeError for a parameter that is not a value, `Text`, `Phrase` or a list of these.
    """
    return orjson.dumps(as_plain(refusal)).decode()


def read_refusal(text: str) -> Refusal:
    """Return the refusal stored as `text`, without its drafts."""
    return from_plain(orjson.loads(text))
