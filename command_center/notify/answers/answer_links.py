"""Links with which a person answers a message by one tap, without signing in.

A link holds a signed token. It is bound to one delivery, to the version of the address that the delivery went to, and
to one answer; it expires with the delivery. Whoever has the link can give this one answer and nothing else.
"""

from dataclasses import dataclass
from hashlib import sha256
from typing import Any, get_args

from itsdangerous import BadData, URLSafeSerializer

from command_center.notify.provider import Word

PATH = "/api/v1/answers"
SALT = "answer link"
WORDS: tuple[Word, ...] = get_args(Word)
LONGEST = 600
"""Characters of a token; a delivery's id has at most a few dozen (ours)."""


class BadLink(Exception):
    """The token was not signed by this plant, or was changed."""


class LinkExpired(Exception):
    """A token whose delivery is over. `delivery` names it."""

    def __init__(self, delivery: str) -> None:
        super().__init__(delivery)
        self.delivery = delivery


@dataclass(frozen=True, slots=True)
class LinkedAnswer:
    """The content of a token. `address` is the version of the address, never the address; `expires_at` is UTC epoch
    ms.
    """

    delivery: str
    address: str
    word: Word
    expires_at: int


class AnswerLinks:
    """Makes and reads the answer links of one plant.

    `secret` is the same in every process; `base` is the address of this program as phones reach it, None if links are
    off: then no links are made, but earlier ones are still read.
    """

    def __init__(self, secret: bytes, base: str | None) -> None:
        self._signed = URLSafeSerializer(
            secret, salt=SALT, signer_kwargs={"key_derivation": "hmac", "digest_method": sha256}
        )
        self._base = base

    @property
    def on(self) -> bool:
        """Whether answer links are switched on."""
        return self._base is not None

    def url(self, answer: LinkedAnswer) -> str | None:
        """Return the address that a button opens or posts to; None if links are off."""
        return None if self._base is None else f"{self._base}{PATH}/{self.token(answer)}"

    def token(self, answer: LinkedAnswer) -> str:
        """The signed token at the end of the address."""
        told = [answer.delivery, answer.address, answer.word, answer.expires_at]
        return self._signed.dumps(told)

    def read(self, token: str, now: int) -> LinkedAnswer:
        """Return the content of a token at `now` (UTC epoch ms). Raises BadLink and LinkExpired."""
        if len(token) > LONGEST:
            raise BadLink
        try:
            told: Any = self._signed.loads(token)
        except BadData as why:
            raise BadLink from why
        match told:
            case [str(delivery), str(address), str(word), int(expires_at)] if word in WORDS:
                answer = LinkedAnswer(delivery, address, word, expires_at)
            case _:
                raise BadLink
        if now >= answer.expires_at:
            raise LinkExpired(answer.delivery)
        return answer
