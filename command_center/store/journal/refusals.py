"""A refusal as it is kept under an idempotency key, and read back word for word."""

import orjson

from command_center.domain.refusal import Refusal, as_plain, from_plain


def written(refusal: Refusal) -> str:
    """JSON of what the caller is told; its `facts` are in the journal already.

    Raises TypeError for a parameter that is no value, `Text`, `Phrase` or a list of these.
    """
    return orjson.dumps(as_plain(refusal)).decode()


def read_refusal(text: str) -> Refusal:
    """The refusal that was written as `text`, without its drafts."""
    return from_plain(orjson.loads(text))
