"""The channel of simulated plants and of drills: it accepts every message, and nothing leaves this program.

The simulation of the telephones sees a message on the board as soon as it is recorded as sent, and reports its
outcome as a real service does: at `/api/v1/receipts/simulated`, with the token of a virtual carrier. So the outbox,
its inbox of receipts and the path of an answer to its directive are the real ones (`simulations/people/carrier.py`).
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
    """A virtual carrier's report about one message. `event` is equal in repeated reports; `word` is a person's
    answer.
    """

    model_config = ConfigDict(extra="forbid", frozen=True)

    event: str = Field(min_length=1, max_length=120)
    delivery: str = Field(max_length=120)
    outcome: Outcome
    error: Error | None = None
    word: Word | None = None


def nobody() -> bool:
    """Return False: for a center that admits no simulated carrier."""
    return False


class Simulated:
    """A provider whose messages the virtual people read. `speaks` says whether the current request comes from the
    virtual plant's carrier; `delivery_of` gives a delivery by its id, of this channel only.
    """

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
        """Accept every message. Its fact in the journal serves as the message."""
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
