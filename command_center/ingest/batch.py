"""Reads an incoming batch: in one go, and item by item only if something is wrong."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any, Generic, TypeVar

from pydantic import BaseModel, ConfigDict, TypeAdapter, ValidationError
from pydantic_core import ErrorDetails, from_json

from command_center.domain.registry import LAST_MS

LARGEST = 20_000
"""Most items in one batch: at 80 bytes each they stay far below the body limit."""

DAY_MS = 86_400_000

I = TypeVar("I")  # noqa: E741 - the type of one item


class MalformedJson(ValueError):
    """The body is not JSON; the message says where."""


@dataclass(frozen=True, slots=True)
class Rejection:
    """Why the item at `index` was not taken: `rejected.<code>` of the catalogue and its parameters.

    `error` names the wrong field if the item itself is malformed.
    """

    index: int
    code: str
    params: dict[str, Any] = field(default_factory=dict)
    error: ErrorDetails | None = None


@dataclass(frozen=True, slots=True)
class Taken:
    """The outcome of a batch: how many items were good (repeats included), and which were not."""

    accepted: int
    rejected: Sequence[Rejection]


@dataclass(frozen=True, slots=True)
class Window:
    """The range of accepted times, in ms before and after now."""

    oldest_ms: int
    future_ms: int

    def why_not(self, ts: int, now: int) -> tuple[str, dict[str, Any]]:
        """Return the rejection of a time outside `now - oldest_ms .. now + future_ms`."""
        ts = max(-LAST_MS, min(ts, LAST_MS))  # an integer of hundreds of digits has no quotient
        if ts > now:
            ahead = round((ts - now) / 1000, 1)
            return "future", {"seconds": ahead, "limit": self.future_ms / 1000}
        back = round((now - ts) / DAY_MS, 1)
        return "too_old", {"days": back, "limit": self.oldest_ms / DAY_MS}


Sources = frozenset[str] | None
"""Whom a sender speaks for; None is every source."""


def speaks_for(sources: Sources, source: str) -> bool:
    """Whether a sender that is allowed `sources` may send as `source`; None allows every source."""
    return sources is None or source in sources


class Strict(BaseModel):
    """Base of batches: unknown fields are errors, and a number in quotes is not a number."""

    model_config = ConfigDict(extra="forbid", strict=True)


@dataclass(frozen=True, slots=True)
class Form(Generic[I]):
    """Reads one kind of batch: all in one go, its envelope alone, or one item alone."""

    whole: type[BaseModel]
    envelope: type[BaseModel]
    item: TypeAdapter[I]
    name: str

    def read(self, body: bytes) -> tuple[Any, list[tuple[int, I]], list[Rejection]]:
        """Return the batch (with its items as they came), the good items with their index, and the malformed ones.

        Raises MalformedJson, or ValidationError if the envelope itself is wrong.
        """
        try:
            batch: Any = self.whole.model_validate_json(body)
        except ValidationError:
            return self._one_by_one(body)
        return batch, list(enumerate(getattr(batch, self.name))), []

    def count(self, batch: Any) -> int:
        """Return how many items a batch had, good or not."""
        return len(getattr(batch, self.name))

    def _one_by_one(self, body: bytes) -> tuple[Any, list[tuple[int, I]], list[Rejection]]:
        try:
            # NaN is no JSON, but one of it from a careless sender must not cost the other values.
            told = from_json(body, allow_inf_nan=True)
        except ValueError as error:
            raise MalformedJson(str(error)) from error
        batch: Any = self.envelope.model_validate(told)
        good: list[tuple[int, I]] = []
        malformed: list[Rejection] = []
        for index, item in enumerate(getattr(batch, self.name)):
            try:
                good.append((index, self.item.validate_python(item)))
            except ValidationError as error:
                first = error.errors(include_url=False)[0]
                malformed.append(Rejection(index, "malformed", error=first))
        return batch, good, malformed
