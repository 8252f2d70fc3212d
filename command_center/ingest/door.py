"""The common part of the doors for batches: read, keep what is good, store it, publish what is new."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import Any, Generic, Protocol, TypeVar

from command_center.ingest.batch import Form, Rejection, Taken


class Timed(Protocol):
    """A value with the time (UTC epoch ms) at which it was true."""

    @property
    def ts(self) -> int:
        """The time of the item, UTC epoch ms."""


I = TypeVar("I")  # noqa: E741 - the type of one item as it comes in
V = TypeVar("V", bound=Timed)

Check = Callable[[Any, Iterable[tuple[int, I]]], tuple[list[V], list[Rejection]]]
"""The batch and its numbered items -> the values that are good and not known yet, and the rejections."""


class Door(Generic[I, V]):
    """The door for one kind of batch. `latest` holds the newest value received for each `key`.

    `store` makes a batch durable (and may switch to other work); `publish` then gets the values newer than the known
    one of their key, oldest first, and `late` the others that were stored. `newest` gives the latest time (UTC epoch
    ms) that a value may have now.
    """

    def __init__(
        self,
        form: Form[I],
        *,
        key: Callable[[V], str],
        store: Callable[[Sequence[V]], object],
        publish: Callable[[Sequence[V]], object],
        newest: Callable[[], int],
        latest: Mapping[str, V] | None = None,
        late: Callable[[Sequence[V]], object] = lambda values: None,
    ) -> None:
        self.latest: dict[str, V] = dict(latest or {})
        self._form = form
        self._key = key
        self._store = store
        self._publish = publish
        self._late = late
        self._newest = newest

    def take(self, body: bytes, check: Check[I, V]) -> Taken:
        """Take a JSON batch: good values are kept even if others are not.

        Raises MalformedJson or pydantic's ValidationError if the body is not a batch, and whatever `store` raises:
        then nothing was taken and the sender sends again.
        """
        batch, items, rejected = self._form.read(body)
        count = self._form.count(batch)
        fresh, refused = check(batch, items)
        if fresh:
            self._store(fresh)
            # What an outage held up is never what is so now, however new it is.
            news = [] if getattr(batch, "lane", "live") == "backfill" else self.absorb(fresh)
            if news:
                self._publish(news)
            if len(news) < len(fresh):
                self._late(others(fresh, news))
        if refused:
            rejected = sorted([*rejected, *refused], key=lambda one: one.index)
        of_items = sum(one.index < count for one in refused)
        return Taken(len(items) - of_items, rejected)

    def absorb(self, values: Iterable[V], *, stored: bool = False) -> list[V]:
        """Make values newer than the latest of their key the latest, and return them, oldest first.

        A latest value from the future (the clock was set back) is replaced by any value that arrives with a current
        time, but not by one `stored`, which may be older than it.
        """
        latest, key, news = self.latest, self._key, []
        ahead = self._newest()
        for value in sorted(values, key=_ts):
            name, ts = key(value), value.ts
            known = latest.get(name)
            if known is None or ts > known.ts or (not stored and known.ts > ahead >= ts):
                latest[name] = value
                news.append(value)
        return news


def others(values: Iterable[V], news: Iterable[V]) -> list[V]:
    """Return the values that are not among `news`."""
    told = set(map(id, news))
    return [value for value in values if id(value) not in told]


def _ts(value: Timed) -> int:
    return value.ts
