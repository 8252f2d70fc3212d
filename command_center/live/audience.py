"""Decides who may see which row. Everything sent by the socket or the board passes this check."""

from collections.abc import Iterable
from dataclasses import dataclass

from command_center.domain.actor import Role
from command_center.domain.readers import EVERYBODY, Roles
from command_center.live.rows import every as every  # noqa: PLC0414 - declares the kinds
from command_center.live.rows import kind as kinds
from command_center.live.rows.row import Row
from command_center.words.worded_error import Said

RESERVED = frozenset({"chat"})
"""Topics a client may ask for that have no rows yet."""
TOPICS = RESERVED.union(kinds.TOPICS)
"""Every topic of the live protocol. In a drill that runs, each is there once more for its twin, as
`DRL-1/levels`: who asks for a topic gets both. `center` tells of the processes and has no twin."""


@dataclass(frozen=True, slots=True)
class Audience:
    """Connections that see the same rows: one role, one choice of topics. Frames are made once for each audience."""

    role: Role
    topics: frozenset[str] = TOPICS

    @property
    def receives_rows(self) -> bool:
        """Whether rows are sent. False for a machine's token: it writes over HTTP and only learns that it is
        connected.
        """
        return self.role in EVERYBODY


def plain(topic: str) -> str:
    """Return the topic without its drill prefix."""
    return topic.rpartition("/")[2]


class BadTopics(Said, ValueError):
    """The client asked for unknown topics; `key` names the message for it."""


def narrowed(role: Role, allowed: Iterable[str] | None, wanted: object) -> Audience:
    """Return the audience of a token limited to `allowed` topics (None: all) that asks for `wanted`.

    `wanted` is what the client sent: None for everything, or a list of topic names. Raises BadTopics if it is neither
    or names an unknown topic.
    """
    topics = TOPICS if allowed is None else TOPICS.intersection(allowed)
    if wanted is None:
        return Audience(role, topics)
    if not isinstance(wanted, list) or not all(isinstance(topic, str) for topic in wanted):
        raise BadTopics("socket.topics_no_list")
    if unknown := sorted(set(wanted) - TOPICS):
        raise BadTopics("socket.topics_unknown", unknown=unknown, known=sorted(TOPICS))
    return Audience(role, topics.intersection(wanted))


def readers(topic: str, key: str, row: Row) -> Roles:
    """Return the roles that may see this row. An undeclared row is seen by nobody."""
    return kinds.readers(plain(topic), key, row)


def may_see(role: Role, topic: str, key: str, row: Row) -> bool:
    """Whether a session of this role may see this row."""
    return role in readers(topic, key, row)
