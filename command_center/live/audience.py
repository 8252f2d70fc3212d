"""Who may see which row. Everything that leaves by the socket or the board has passed here."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from command_center.domain.actor import HUMAN_ROLES, Role
from command_center.words.said import Said

TOPICS = frozenset(
    {"incident", "directives", "resources", "people", "levels", "alarms"}
    | {"chat", "drill", "ticker", "review", "feeds", "center"}
)
"""Every topic of the live protocol. In a drill that runs, each is there once more for its twin, as
`DRL-1/levels`: who asks for a topic gets both. `center` tells of the processes and has no twin."""

_EVERYONE = frozenset(HUMAN_ROLES)
_NOBODY: frozenset[Role] = frozenset()
_CONTACT_READERS = frozenset({Role.COMMANDER, Role.CONTROLLER, Role.ADMINISTRATOR})
_ACCOUNT_READERS = frozenset({Role.ADMINISTRATOR})
_EXERCISE_READERS = frozenset({Role.CONTROLLER, Role.EVALUATOR})
_COORDINATORS = frozenset({Role.CONTROLLER})
_BEGUN = frozenset({"running", "paused", "suspended", "ended"})
_BEFORE_THE_START = frozenset(
    {"drill.planned", "drill.sealed", "drill.held", "drill.cast", "programme.prepared"}
)
"""Facts that would tell whoever is to be drilled that a drill is coming, or with whom."""
_OF_THE_DIRECTION = frozenset({"inject", "expectation", "observation", "scenario"})
"""Areas of facts that those who play must not read: what is coming, and what is being prepared."""
_MODEL = "model.computed"
"""In an exercise it tells what the simulator alone can know. Of a real incident it is what a model makes of
what everybody may read, and its review's drain margin cites it to those who sign."""
_ONSET = "plant.onset"
"""And this one: where it began is for the players to find."""


@dataclass(frozen=True, slots=True)
class Audience:
    """Connections that see the same: one role, one choice of topics. Frames are made per audience."""

    role: Role
    topics: frozenset[str] = TOPICS

    @property
    def receives_rows(self) -> bool:
        """False for a machine's token: it writes over HTTP and only learns that it is connected."""
        return self.role in _EVERYONE


def plain(topic: str) -> str:
    """The topic without the drill it belongs to."""
    return topic.rpartition("/")[2]


class BadTopics(Said, ValueError):
    """The client asked for topics that are none; `key` is the sentence that says so."""


def narrowed(role: Role, allowed: Iterable[str] | None, wanted: object) -> Audience:
    """The audience of a token limited to `allowed` topics (None: all) that asks for `wanted`.

    `wanted` is what the client sent: None for everything, or a list of topic names. Raises
    BadTopics when it is neither or names an unknown topic.
    """
    topics = TOPICS if allowed is None else TOPICS.intersection(allowed)
    if wanted is None:
        return Audience(role, topics)
    if not isinstance(wanted, list) or not all(isinstance(topic, str) for topic in wanted):
        raise BadTopics("socket.topics_no_list")
    if unknown := sorted(set(wanted) - TOPICS):
        raise BadTopics("socket.topics_unknown", unknown=unknown, known=sorted(TOPICS))
    return Audience(role, topics.intersection(wanted))


def readers(topic: str, key: str, row: Mapping[str, Any]) -> frozenset[Role]:
    """The roles that may see this row. A topic nobody declared is seen by nobody."""
    topic = plain(topic)
    if topic not in TOPICS:
        return _NOBODY
    if topic == "people" and key.startswith("contact:"):
        return _CONTACT_READERS
    if topic == "ticker":
        kind, exercise = str(row.get("kind", "")), bool(row.get("exercise"))
        return _fact_readers(kind, revealed=bool(row.get("revealed")), exercise=exercise)
    if topic == "drill":
        return _drill_readers(key, str(row.get("phase")))
    return _EVERYONE


def _drill_readers(key: str, phase: str) -> frozenset[Role]:
    """That an exercise runs is everybody's to know; what it has in store, or that one is coming,
    is not."""
    if phase not in _BEGUN:
        return _COORDINATORS
    return _EXERCISE_READERS if ":" in key else _EVERYONE


def _fact_readers(kind: str, *, revealed: bool, exercise: bool) -> frozenset[Role]:
    """`revealed`: of a drill that hides nothing any more; its review cites these facts to everybody."""
    if kind.startswith("account."):
        return _ACCOUNT_READERS
    if revealed:
        return _EVERYONE
    if kind in _BEFORE_THE_START:
        return _COORDINATORS
    if (
        kind == _ONSET
        or (kind == _MODEL and exercise)
        or kind.partition(".")[0] in _OF_THE_DIRECTION
    ):
        return _EXERCISE_READERS
    return _EVERYONE


def may_see(role: Role, topic: str, key: str, row: Mapping[str, Any]) -> bool:
    """Whether a session of this role may see this row."""
    return role in readers(topic, key, row)
