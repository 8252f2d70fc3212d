"""What a connection offers for reading: one line for each variable, topic or column."""

from typing import Any, NamedTuple

MOST = 20_000
"""Lines of one look (ours)."""
LONGEST_TEXT = 200


class Offered(NamedTuple):
    """One readable item.

    `address` is what a gateway file would write for it: a node (`nsu=urn:dcs;s=TK206.LT.PV`), a topic with the path
    in its message (`plant/TK1/level#$.v`; without a path the payload is the value), a metric, a column. `kind` is
    `number`, `bool`, `text`, `time` or `other`. `value` and `unit` are None if it has none.
    """

    connection: str
    address: str
    name: str
    value: float | bool | str | None
    unit: str | None
    kind: str

    def line(self) -> dict[str, Any]:
        """Return the fields by name, for JSON."""
        return self._asdict()


def kind_of(value: object) -> str:
    """Return the type of a value that a peer offers."""
    if isinstance(value, bool):
        return "bool"
    if isinstance(value, int | float):
        return "number"
    return "text" if isinstance(value, str) else "other"


def shown(value: object) -> float | bool | str | None:
    """Return a value for display: numbers and texts; None for anything else."""
    if isinstance(value, bool | int | float):
        return value
    return value[:LONGEST_TEXT] if isinstance(value, str) else None
