"""Stores Sparkplug B births on disk: each edge node's metric names and aliases.

A birth is published once, and later messages name metrics by alias only. Asking for a new birth is a command, which
this gateway sends only if its file allows it. So it must know the births after a restart; it uses them if the message
number (seq) and the session number (bdSeq) continue.
"""

import json
import os
from pathlib import Path
from typing import Any

from command_center.gateway import summed_log
from command_center.gateway.connections.sparkplug_payload import Metric

_log = summed_log.get(__name__)
BD_SEQ = "bdSeq"


class Edge:
    """One edge node (`GROUP/EDGE`) and its devices."""

    def __init__(self, told: dict[str, Any] | None = None) -> None:
        given = told or {}
        self.aliases: dict[int, tuple[str, str]] = {
            int(alias): (device, name) for alias, (device, name) in given.get("aliases", {}).items()
        }
        self.types: dict[tuple[str, str], int] = {
            (device, name): kind for device, name, kind in given.get("types", ())
        }
        self.bd_seq: int | None = given.get("bd_seq")
        self.seq: int | None = given.get("seq")
        self.is_born = bool(given.get("is_born"))
        self.has_gap = bool(given.get("has_gap"))
        """Messages are missing since the last birth: an alias may by now be another metric's."""
        self._born = ""
        self.heard = False
        """It was heard since the broker was last reached, and has not died."""

    def born(self, device: str, metrics: tuple[Metric, ...]) -> None:
        """The birth of the node (device `""`), which forgets all of its devices, or of a device."""
        self._born = ""
        if not device:
            self.aliases, self.types, self.has_gap, self.is_born = {}, {}, False, True
        for one in metrics:
            if one.name is None:
                continue
            if one.name == BD_SEQ and isinstance(one.value, int):
                self.bd_seq = one.value
            if one.alias is not None:
                self.aliases[one.alias] = (device, one.name)
            if one.datatype is not None:
                self.types[(device, one.name)] = one.datatype

    def follows(self, seq: int | None, *, birth: bool) -> None:
        """Note a message's sequence number; a missing number is a gap."""
        if seq is None:
            return
        if not birth and self.seq is not None and seq != (self.seq + 1) % 256:
            self.has_gap = True
        self.seq = seq

    def as_json(self) -> str:
        """The edge node for its file. What a birth told is encoded once: it may be 50,000 metrics, and the numbers are
        written each second."""
        if not self._born:
            told = {
                "aliases": {str(alias): where for alias, where in self.aliases.items()},
                "types": [[device, name, kind] for (device, name), kind in self.types.items()],
            }
            self._born = json.dumps(told)[1:-1]
        numbers = {
            "bd_seq": self.bd_seq, "seq": self.seq, "is_born": self.is_born,
            "has_gap": self.has_gap,
        }  # fmt: skip
        return f"{{{self._born}, {json.dumps(numbers)[1:-1]}}}"


class Births:
    """The edge nodes of a connection, stored in a file."""

    def __init__(self, path: Path) -> None:
        self._path = path
        self._kept = ""
        self.edges: dict[str, Edge] = {}
        try:
            told = json.loads(path.read_text("utf-8"))
            self.edges = {name: Edge(one) for name, one in told.items()}
        except FileNotFoundError:
            pass
        except (OSError, ValueError, TypeError, AttributeError) as error:
            _log.error("the births kept are unreadable: values wait for the next", why=str(error))

    def edge(self, name: str) -> Edge:
        """Return the edge node of this name, creating it if unknown."""
        return self.edges.setdefault(name, Edge())

    def write(self) -> None:
        """Keep what is known, if it is not what was kept last. A disk that refuses is told of, and tried again."""
        edges = (f"{json.dumps(name)}: {one.as_json()}" for name, one in self.edges.items())
        told = f"{{{', '.join(edges)}}}"
        if told == self._kept:
            return
        new = self._path.with_suffix(".new")
        try:
            self._path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
            new.write_text(told, "utf-8")
            os.replace(new, self._path)
        except OSError as error:
            _log.error("the births cannot be kept", why=str(error))
            return
        self._kept = told
