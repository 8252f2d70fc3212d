"""Checks a request for a token: which roles a token can have, and the limits that go with each
role."""

from collections.abc import Collection
from typing import Literal

from command_center.domain.actor import Role
from command_center.domain.refusal import Phrase
from command_center.domain.state.notices.notice import CHANNELS

ACCOUNTS_ALONE = frozenset({Role.ADMINISTRATOR})
"""Roles whose tokens no door gives (ours): a token asks for no second factor, needs no person, and outlives the account
of its maker. Beside these, whatever roles the plant demands a second factor of. The command line at the server may."""

TokenFault = Literal["duty", "topic", "channel", "source", "no_source"]


def token_fault(
    role: Role,
    *,
    topics: Collection[str],
    known_topics: Collection[str],
    channel: str | None,
    sources: Collection[str],
    every_source: bool,
) -> TokenFault | None:
    """Returns what is wrong with a requested token; None if it is valid.

    The role `duty` is internal and gets no token. A carrier must name one channel, and no other
    role may name any. Only a gateway speaks for sources: it names them, or says that it
    speaks for `every_source`.
    """
    if role is Role.DUTY:
        return "duty"
    if not set(known_topics).issuperset(topics):
        return "topic"
    if (role is Role.CARRIER) != (channel is not None) or channel not in (None, *CHANNELS):
        return "channel"
    if role is not Role.GATEWAY:
        return "source" if sources or every_source else None
    return None if bool(sources) != every_source else "no_source"


def token_warnings(sources: Collection[str], known: Collection[str]) -> list[Phrase]:
    """What is odd about a sound token for those `sources`, in a plant that has the `known` ones. Such a token is made:
    a source may come later."""
    strange = sorted(set(sources) - set(known))
    if not strange:
        return []
    names = {"sources": ", ".join(strange), "known": ", ".join(sorted(known)) or "–"}
    return [Phrase("plant.tokens.unknown_sources", names)]
