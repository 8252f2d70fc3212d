"""The last values of one device's instruments, and which of them have gone silent."""

from typing import Any, NamedTuple

from command_center.domain.site.parts.plant import Tag

SILENT_PERIODS = 5
"""A device calls an instrument broken after so many periods without a value (ours)."""


class Said(NamedTuple):
    """An instrument's newest value, its time (UTC epoch ms of the plant), and its quality. None: no
    value is known.
    """

    ts: int
    value: float | None
    quality: str


class Instruments:
    """The newest value of each instrument of a device."""

    def __init__(self, tags: list[Tag]) -> None:
        self._tags = {tag.id: tag for tag in tags}
        self._newest: dict[str, Said] = {}

    def take(self, samples: list[dict[str, Any]]) -> dict[str, Said]:
        """Take samples; return the newest of each instrument among them. Samples of other devices'
        tags are ignored.
        """
        fresh: dict[str, Said] = {}
        for one in samples:
            if one["tag"] in self._tags:
                fresh[one["tag"]] = Said(one["ts"], one["value"], one["quality"])
        self._newest |= fresh
        return fresh

    def silent(self, now: int) -> dict[str, Said]:
        """Return the instruments that went silent since the last call: without a value, bad."""
        gone = {
            tag: Said(now, None, "bad")
            for tag, said in self._newest.items()
            if said.value is not None
            and now - said.ts > SILENT_PERIODS * 1000 * self._tags[tag].period_s
        }
        self._newest |= gone
        return gone
