"""Reads an SMSC's later reports, delivery receipts and replies, out of deliver_sm (SMPP 3.4, 4.6 and appendix B)."""

import re
from collections import OrderedDict, deque
from collections.abc import Sequence
from hashlib import sha256
from threading import Lock
from typing import Any

from command_center import log
from command_center.clock import Clock
from command_center.domain.state.notices.notice import Error
from command_center.notify.answers.typed_answer import typed_answer
from command_center.notify.provider import Keep, Outcome, Receipt
from command_center.notify.providers._sms_text import sms_text

IS_RECEIPT, HAS_HEADER = 0x04, 0x40
"""Bits of esm_class (SMPP 3.4, 5.2.12)."""
KEPT = 10_000
"""Messages whose parts are remembered; the oldest are forgotten first."""
FIELD = re.compile(r"\b(id|stat):\s*(\S+)", re.IGNORECASE)
STATES: dict[str, tuple[Outcome, Error | None]] = {
    "DELIVRD": ("delivered", None),
    "EXPIRED": ("failed", "switched_off"),
    "DELETED": ("failed", "provider"),
    "UNDELIV": ("failed", "not_in_service"),
    "REJECTD": ("failed", "rejected"),
}
"""Final states of appendix B. ENROUTE, ACCEPTD and UNKNOWN say nothing yet."""
NUMBERED = {2: "DELIVRD", 3: "EXPIRED", 4: "DELETED", 5: "UNDELIV", 8: "REJECTD"}
"""message_state (5.2.28), where a receipt has it as a parameter."""
DAY_MS = 86_400_000

_log = log.get(__name__)


class NotKept(Exception):
    """What was received could not be stored: the SMSC must send it again."""


class SmppReceipts:
    """Receipts waiting to be fetched. A message of several parts gets one receipt: delivered with the last part,
    failed with the first that fails. Thread-safe.
    """

    def __init__(self, *, in_decimal: bool) -> None:
        self._in_decimal = in_decimal
        self._waiting: deque[Receipt] = deque()
        self._open: OrderedDict[str, tuple[str, set[str]]] = OrderedDict()
        self._lock = Lock()
        self.keep: Keep | None = None
        """Stores what is heard at once; without it, it waits to be fetched."""

    def expect(self, ids: Sequence[str]) -> None:
        """Expects receipts for the parts of one message, which is known by the last part's id."""
        with self._lock:
            open_ = set(ids)
            for one in ids:
                self._open[one] = (ids[-1], open_)
            while len(self._open) > KEPT:
                self._open.popitem(last=False)

    def hear(self, pdu: Any) -> None:
        """Takes one deliver_sm. Raises NotKept."""
        content = pdu.short_message or getattr(pdu, "message_payload", None) or b""
        if pdu.esm_class & HAS_HEADER and content:
            content = content[content[0] + 1 :]
        if pdu.esm_class & IS_RECEIPT:
            self._receipt(pdu, content)
        else:
            self._reply(pdu, sms_text(content, pdu.data_coding))

    def take(self) -> list[Receipt]:
        """All receipts since the last call."""
        with self._lock:
            found = list(self._waiting)
            self._waiting.clear()
        return found

    def _receipt(self, pdu: Any, content: bytes) -> None:
        fields = {name.lower(): value for name, value in FIELD.findall(content.decode("latin-1"))}
        given = getattr(pdu, "receipted_message_id", None)
        named = given.decode("latin-1").rstrip("\0") if given else self._as_given(fields.get("id"))
        state = NUMBERED.get(getattr(pdu, "message_state", None) or 0, fields.get("stat", ""))
        known = STATES.get(state.upper()[:7])
        if named is None or known is None:
            return
        outcome, error = known
        with self._lock:
            whole, open_ = self._open.get(named, (named, set()))
            open_.discard(named)
            if outcome == "delivered" and open_:
                return
        # "done date" names no time zone, so the receipt has no time.
        self._tell(Receipt(event=f"{whole}:{outcome}", outcome=outcome, id=whole, error=error))

    def _tell(self, receipt: Receipt) -> None:
        if self.keep is None:
            with self._lock:
                self._waiting.append(receipt)
            return
        try:
            self.keep([receipt])
        except Exception as why:
            _log.warning("a receipt could not be written down", why=type(why).__name__)
            raise NotKept from None

    def _as_given(self, told: str | None) -> str | None:
        """The message's id in the form that submit_sm returned."""
        if told is None or not self._in_decimal or not told.isdigit():
            return told
        return f"{int(told):x}"

    def _reply(self, pdu: Any, text: str) -> None:
        answer = typed_answer(text)
        if answer is None:
            return
        address = pdu.source_addr.decode("latin-1")
        # A service that missed our acknowledgement sends a message again; a number is used again on another day.
        told = f"{Clock().now() // DAY_MS} {address} {answer.reply} {answer.word}"
        self._tell(
            Receipt(
                event=f"answer:{sha256(told.encode()).hexdigest()[:32]}",
                outcome="answered",
                address=address,
                reply=answer.reply,
                word=answer.word,
            )
        )
