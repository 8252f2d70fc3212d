"""The channel of simulated plants and of drills: it takes every message, and nothing leaves this program.

Whoever plays the telephones hears of a message from the board, as soon as it is recorded as sent, and tells what
became of it as a real service does: at `/api/v1/receipts/simulated`, by the token of a virtual carrier. So the outbox,
its inbox of receipts and the way of an answer to its directive are those of reality (`simulations/people/carrier.py`).
"""

from collections.abc import Callable

from pydantic import BaseModel, ConfigDict, Field, ValidationError

from command_center.domain.state.notices.notice import Channel, Error
from command_center.notify.provider import (
    Accepted,
    Heard,
    Inbound,
    Limits,
    Message,
    NotTheirs,
    Outcome,
    Receipt,
    Word,
)
from command_center.notify.routes import SIMULATED
from command_center.store.outbox.rows import Delivery

JSON = "application/json"


class Told(BaseModel):
    """What a virtual carrier tells of one message. `event` is the same when it is told twice; `word` is what a person
    answered."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    event: str = Field(min_length=1, max_length=120)
    delivery: str = Field(max_length=120)
    outcome: Outcome
    error: Error | None = None
    word: Word | None = None


def nobody() -> bool:
    """Always False: for a center that lets no simulated carrier in."""
    return False


class Simulated:
    """A provider whose messages the virtual people read. `speaks` says whether the request at hand comes from the
    virtual plant's carrier; `delivery_of` gives a delivery by its id: it may speak of this channel's alone."""

    kind: Channel = "im"
    timeout_s = 1.0
    workers = 16
    limits = Limits()

    def __init__(
        self,
        delivery_of: Callable[[str], Delivery | None] = lambda ident: None,
        speaks: Callable[[], bool] = nobody,
    ) -> None:
        self._delivery_of, self._speaks = delivery_of, speaks

    def send(self, message: Message) -> Accepted:
        """Accepts every message. Its fact in the journal is the message."""
        return Accepted(id=message.ref)

    def receipts(self, request: Inbound) -> Heard:
        """The receipts in a request of the virtual carrier."""
        if not self._speaks():
            raise NotTheirs("no token of a virtual carrier")
        try:
            told = Told.model_validate_json(request.body)
        except ValidationError:
            return Heard(status=422, body=b'{"code":"invalid"}', type=JSON)
        row = self._delivery_of(told.delivery)
        if row is None or row.ref is None or row.channel != SIMULATED:
            return Heard(status=409, body=b'{"code":"unknown_delivery"}', type=JSON)
        receipt = Receipt(told.event, told.outcome, ref=row.ref, word=told.word, error=told.error)
        return Heard([receipt], body=b'{"kept":true}', type=JSON)
