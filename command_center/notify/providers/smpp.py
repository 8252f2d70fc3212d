"""SMS by a carrier's SMSC or the plant's own gateway, by SMPP 3.4 as a transceiver."""

import ssl
from collections.abc import Sequence
from contextlib import suppress
from hashlib import sha256
from threading import Lock
from typing import Any, Literal, Self
from urllib.parse import SplitResult, urlsplit

from pydantic import Field, field_validator, model_validator
from pydantic_core import PydanticCustomError

from command_center.domain.state.notices.notice import Channel, Error
from command_center.notify.channel_entry import ChannelEntry, Secret
from command_center.notify.provider import (
    Accepted,
    Health,
    Keep,
    Limits,
    Message,
    Permanent,
    Receipt,
    Temporary,
    Unknown,
)
from command_center.notify.providers._smpp_receipts import HAS_HEADER, SmppReceipts
from command_center.notify.providers._sms_text import concatenation, sms_parts, sms_whole

TYPE = "smpp"
ABROAD = False
LOOPBACK = frozenset({"localhost", "127.0.0.1", "::1"})
PORTS = {"smpp": 2775, "smpps": 3550}
DELIVERY_RECEIPT = 0x01
"""registered_delivery: a receipt of the final outcome (SMPP 3.4, 5.2.17)."""
OK, ALREADY_BOUND = 0x00, 0x05
TEMPORARY = frozenset({0x08, 0x14, 0x58, 0x64, 0xFE})
"""System error, queue full, throttled, temporary error of an application, delivery failure (5.1.3)."""
BIND_LATER = TEMPORARY | {ALREADY_BOUND, 0x0D}
"""Bound already (by a process that is about to end) and bind failed."""
OF_ADDRESS: dict[int, Error] = {0x0B: "not_in_service", 0x50: "not_in_service", 0x51: "not_in_service"}  # fmt: skip
"""Invalid destination address, type or plan of numbering."""
THROTTLED, THROTTLED_S = 0x58, 5.0


class Settings(ChannelEntry):
    """`url` is smpp://HOST[:PORT], or smpps:// with TLS, for which `ca` gives trusted certificates.

    `allow_clear`: the connection is protected by other means. `sender` is the sending address, with `sender_ton` and
    `sender_npi` as the carrier says (0, unknown, by default); likewise for the recipients. `long` says how texts of
    several parts are sent: `udh` splits them here, `payload` leaves it to the SMSC. `receipt_ids: decimal` is for an
    SMSC whose receipts write ids in decimal while its answers wrote them in hexadecimal.
    """

    kind: Literal["sms"] = "sms"
    url: str
    system_id: str = Field(min_length=1, max_length=15)
    password: Secret
    system_type: str = Field(default="", max_length=12)
    sender: str = Field(min_length=1, max_length=20)
    sender_ton: int = Field(default=0, ge=0, le=6)
    sender_npi: int = Field(default=0, ge=0, le=18)
    recipient_ton: int = Field(default=0, ge=0, le=6)
    recipient_npi: int = Field(default=0, ge=0, le=18)
    long: Literal["udh", "payload"] = "udh"
    receipt_ids: Literal["same", "decimal"] = "same"
    ca: str | None = None
    allow_clear: bool = False
    idle_s: float = Field(default=30.0, ge=1, le=600)
    per_minute: int | None = Field(default=None, ge=1)
    per_address_hour: int | None = Field(default=None, ge=1)
    per_address_day: int | None = Field(default=None, ge=1)

    @field_validator("url")
    @classmethod
    def _is_an_smsc(cls, url: str) -> str:
        parts = urlsplit(url)
        port: int | None = -1
        with suppress(ValueError):
            port = parts.port
        named = parts.username or parts.password or parts.path.strip("/") or parts.query
        if parts.scheme not in PORTS or not parts.hostname or port == -1 or named:
            raise PydanticCustomError(
                "channels.smsc", "an SMSC is smpp://HOST[:PORT] or smpps://HOST[:PORT]"
            )
        return url

    @model_validator(mode="after")
    def _no_password_in_the_clear(self) -> Self:
        parts = urlsplit(self.url)
        if parts.scheme == "smpp" and parts.hostname not in LOOPBACK and not self.allow_clear:
            raise PydanticCustomError(
                "channels.smpp_in_the_clear",
                "smpp:// sends the password and every text readable: use smpps://, or a tunnel and allow_clear: true",
            )
        return self


class SmppProvider:
    """Keeps one bind, and reconnects when it breaks."""

    kind: Channel = "sms"

    def __init__(self, settings: Settings) -> None:
        self.settings = settings
        self.timeout_s, self.workers = settings.timeout_s, settings.workers
        self.limits = Limits(
            per_minute=settings.per_minute,
            per_address_hour=settings.per_address_hour,
            per_address_day=settings.per_address_day,
        )
        self._receipts = SmppReceipts(in_decimal=settings.receipt_ids == "decimal")
        self._binding = Lock()
        self._session: Any = None

    def __repr__(self) -> str:
        return f"SmppProvider({self.settings.url!r}, {self.settings.system_id!r})"

    def send(self, message: Message) -> Accepted:
        """Submit each part and keep the ids that receipts will name. A phone shows nothing of an incomplete message,
        so a message with a refused part counts as not sent.
        """
        session = self._bound()
        split = sms_whole if self.settings.long == "payload" else sms_parts
        try:
            content = split(message.text)
        except ValueError as why:
            raise Permanent(str(why), "provider") from None
        reference = sha256(message.ref.encode()).digest()[0]
        total = len(content.parts)
        ids = []
        for number, part in enumerate(content.parts, 1):
            fields = self._fields(message, content.coding)
            if self.settings.long == "payload":
                fields |= {"message_payload": part} if len(part) > 254 else {"short_message": part}
            elif total > 1:
                fields["esm_class"] = HAS_HEADER
                fields["short_message"] = concatenation(reference, total, number) + part
            else:
                fields["short_message"] = part
            ids.append(self._submit(session, fields))
        if all(ids):
            self._receipts.expect(ids)
        return Accepted(id=ids[-1] or None)

    def hear_with(self, keep: Keep) -> None:
        """Store each receipt and reply before acknowledging it to the SMSC, which repeats what was not stored."""
        self._receipts.keep = keep

    def fetch(self) -> Sequence[Receipt]:
        """Return receipts and replies that were not stored at once; bind first if there is no bind."""
        waiting = self._receipts.take()
        if not waiting:
            self._bound(quietly=True)
        return [*waiting, *self._receipts.take()]

    def probe(self) -> Health:
        """Binds and checks that the connection answers."""
        from command_center.notify.providers._smpp_session import NoAnswer, NoSession

        try:
            answer = self._bound().ask("enquire_link")
        except (Temporary, Permanent, NoAnswer, NoSession) as why:
            return Health(ok=False, why=str(why))
        return Health(
            ok=answer.status == OK, why="" if answer.status == OK else _status(answer.status)
        )

    def close(self) -> None:
        """End the bind."""
        with self._binding:
            if self._session is not None:
                self._session.close()

    def _fields(self, message: Message, coding: int) -> dict[str, Any]:
        given = self.settings
        return {
            "source_addr_ton": given.sender_ton,
            "source_addr_npi": given.sender_npi,
            "source_addr": given.sender,
            "dest_addr_ton": given.recipient_ton,
            "dest_addr_npi": given.recipient_npi,
            "destination_addr": message.address,
            "data_coding": coding,
            "registered_delivery": DELIVERY_RECEIPT,
        }

    def _submit(self, session: Any, fields: dict[str, Any]) -> str:
        from command_center.notify.providers._smpp_session import NoAnswer, NoSession

        try:
            answer = session.ask("submit_sm", **fields)
        except NoSession as why:
            raise Temporary(str(why)) from None
        except NoAnswer as why:
            raise Unknown(str(why)) from None
        if answer.status == OK:
            return (getattr(answer, "message_id", None) or b"").decode("latin-1")
        if answer.status in TEMPORARY:
            after = THROTTLED_S if answer.status == THROTTLED else None
            raise Temporary(_status(answer.status), after)
        error = OF_ADDRESS.get(answer.status, "provider")
        raise Permanent(_status(answer.status), error)

    def _bound(self, *, quietly: bool = False) -> Any:
        """The session, made if there is none. Raises Temporary, and Permanent where the SMSC refuses who we are;
        `quietly` says Temporary of that too, as whoever fetches can do nothing about it."""
        # smpplib comes with the extra `smpp`: a plant without this channel starts without it.
        try:
            from command_center.notify.providers._smpp_session import (
                BindRefused,
                NoSession,
                Session,
            )
        except ModuleNotFoundError:
            raise Permanent("install command-center[smpp]", "provider") from None
        with self._binding:
            if self._session is not None and self._session.is_open:
                return self._session
            try:
                self._session = Session(
                    _account(self.settings),
                    self.timeout_s,
                    self.settings.idle_s,
                    self._receipts.hear,
                )
            except NoSession as why:
                raise Temporary(str(why)) from None
            except BindRefused as why:
                if quietly or why.status in BIND_LATER:
                    raise Temporary(str(why)) from None
                raise Permanent(str(why), "provider") from None
            return self._session


def _status(status: int) -> str:
    return f"the SMSC answered 0x{status:08x}"


def _account(settings: Settings) -> Any:
    from command_center.notify.providers._smpp_session import Account

    parts: SplitResult = urlsplit(settings.url)
    tls = ssl.create_default_context(cafile=settings.ca) if parts.scheme == "smpps" else None
    return Account(
        host=parts.hostname or "",
        port=parts.port or PORTS[parts.scheme],
        system_id=settings.system_id,
        password=settings.password.get_secret_value(),
        system_type=settings.system_type,
        tls=tls,
    )


def provider(settings: ChannelEntry) -> SmppProvider:
    """A provider by its entry of the channels file."""
    assert isinstance(settings, Settings)
    return SmppProvider(settings)
