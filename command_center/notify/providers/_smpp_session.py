"""One bind to an SMSC: requests and answers, messages from the SMSC, and keep-alives.

smpplib encodes and decodes the PDUs. Its own client waits for one answer at a time and logs passwords and texts, so
reading, waiting and keep-alives are done here.
"""

import logging
import select
import socket
import ssl
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass, field
from itertools import count
from queue import SimpleQueue
from threading import Event, Lock, Thread
from typing import Any

from smpplib import consts, smpp
from smpplib.client import Client
from smpplib.exceptions import ConnectionError as SmppConnectionError
from smpplib.exceptions import PDUError

from command_center import log
from command_center.notify.providers._smpp_receipts import NotKept

logging.getLogger("command_center.smpp").disabled = True
"""The library logs whole PDUs: the bind's has the password, the others what people are told."""
_log = log.get(__name__)
POLL_S = 0.5
"""How soon a reader notices that its session was closed."""


class NoSession(Exception):
    """The SMSC is away, or the connection broke before the request was sent."""


class NoAnswer(Exception):
    """A request was sent, and no answer came."""


class BindRefused(Exception):
    """The SMSC refused the bind; `status` is its command_status."""

    def __init__(self, status: int) -> None:
        super().__init__(f"the bind was refused (0x{status:08x})")
        self.status = status


@dataclass(frozen=True, slots=True)
class Account:
    """The address and account to bind with. Its repr shows no password."""

    host: str
    port: int
    system_id: str
    password: str = field(repr=False)
    system_type: str
    tls: ssl.SSLContext | None = field(default=None, repr=False)


@dataclass(slots=True)
class _Waiting:
    answered: Event = field(default_factory=Event)
    pdu: Any = None


class Session:
    """A bound transceiver. `heard` gets each deliver_sm in turn, in a thread of its own; the SMSC gets the
    acknowledgement after `heard` has returned. If `heard` raises NotKept, the SMSC is asked to send it again. Raises
    NoSession, BindRefused.
    """

    def __init__(
        self, account: Account, timeout_s: float, idle_s: float, heard: Callable[[Any], None]
    ) -> None:
        self._timeout_s, self._idle_s, self._heard = timeout_s, idle_s, heard
        self._client = _client(account, timeout_s)
        self._sending, self._numbers = Lock(), count(2)
        self._waiting: dict[int, _Waiting] = {}
        self._closed = Event()
        self._delivered: SimpleQueue[Any] = SimpleQueue()
        try:
            self._client.connect()
            self._client.bind_transceiver(
                system_id=account.system_id,
                password=account.password,
                system_type=account.system_type,
            )
        except PDUError as error:
            self.close()
            status = error.args[1] if len(error.args) > 1 else consts.SMPP_ESME_RBINDFAIL
            raise BindRefused(int(status)) from None
        except (OSError, SmppConnectionError) as error:
            self.close()
            raise NoSession(f"the SMSC is away ({type(error).__name__})") from None
        Thread(target=self._read, name="smpp", daemon=True).start()
        Thread(target=self._deliver, name="smpp-deliver", daemon=True).start()

    @property
    def is_open(self) -> bool:
        """Whether the connection is open, as far as is known."""
        return not self._closed.is_set()

    def ask(self, command: str, **fields: Any) -> Any:
        """Send one request and return its answer, a PDU. Raises NoSession if it was not sent, NoAnswer if no answer
        came.
        """
        pdu = smpp.make_pdu(command, client=self._client, **fields)
        number, waiting = next(self._numbers), _Waiting()
        pdu.sequence = number
        self._waiting[number] = waiting
        try:
            if not self.is_open:
                raise NoSession("the line is closed")
            with self._sending:
                self._client.send_pdu(pdu)
        except (OSError, SmppConnectionError, PDUError) as error:
            self._waiting.pop(number, None)
            self.close()
            raise NoAnswer(f"the line broke ({type(error).__name__})") from None
        except NoSession:
            self._waiting.pop(number, None)
            raise
        waiting.answered.wait(self._timeout_s)
        self._waiting.pop(number, None)
        if waiting.pdu is None:
            raise NoAnswer("no answer came")
        return waiting.pdu

    def close(self) -> None:
        """Ends the session; callers that wait get an error."""
        self._closed.set()
        with suppress(OSError, AttributeError):
            self._client._socket.shutdown(socket.SHUT_RDWR)
        with suppress(OSError):
            self._client.disconnect()
        self._delivered.put(None)
        for waiting in list(self._waiting.values()):
            waiting.answered.set()

    def _read(self) -> None:
        idle = 0.0
        try:
            while self.is_open:
                if not self._is_readable():
                    idle += POLL_S
                    if idle >= self._idle_s:
                        idle = 0.0
                        self._keep_alive()
                    continue
                idle = 0.0
                self._take(self._client.read_pdu())
        except (OSError, ValueError, SmppConnectionError, PDUError, AttributeError):
            pass  # the line broke, or closed under the reader
        finally:
            self.close()

    def _is_readable(self) -> bool:
        line = self._client._socket
        if isinstance(line, ssl.SSLSocket) and line.pending():
            return True
        return bool(select.select([line], [], [], POLL_S)[0])

    def _keep_alive(self) -> None:
        """An SMSC ends a line that is idle; one that does not answer is found here."""
        Thread(target=self._enquire, name="smpp-enquire", daemon=True).start()

    def _enquire(self) -> None:
        try:
            self.ask("enquire_link")
        except (NoAnswer, NoSession):
            self.close()

    def _take(self, pdu: Any) -> None:
        if pdu is None:
            return
        if pdu.is_response() or pdu.command == "generic_nack":
            waiting = self._waiting.get(pdu.sequence)
            if waiting is not None:
                waiting.pdu = pdu
                waiting.answered.set()
            return
        if pdu.command == "deliver_sm":
            self._delivered.put(pdu)
        elif pdu.command == "enquire_link":
            self._answer("enquire_link_resp", pdu)
        elif pdu.command == "unbind":
            self._answer("unbind_resp", pdu)
            self.close()

    def _deliver(self) -> None:
        """What storing a receipt takes holds up no answer to a message that is being sent."""
        while (pdu := self._delivered.get()) is not None:
            status = consts.SMPP_ESME_ROK
            try:
                self._heard(pdu)
            except NotKept:
                status = consts.SMPP_ESME_RX_T_APPN
            except Exception as why:  # a text that nobody can read would come for ever
                _log.error("a message of the SMSC broke", why=type(why).__name__)
            try:
                self._answer("deliver_sm_resp", pdu, status)
            except (OSError, ValueError, SmppConnectionError, PDUError, AttributeError):
                self.close()

    def _answer(self, command: str, to: Any, status: int = consts.SMPP_ESME_ROK) -> None:
        answer = smpp.make_pdu(command, client=self._client, status=status)
        answer.sequence = to.sequence
        with self._sending:
            self._client.send_pdu(answer)


def _client(account: Account, timeout_s: float) -> Client:
    """smpplib checks no host name, so what it gets is a context that does by itself."""
    return _Quiet(
        account.host,
        account.port,
        timeout=timeout_s,
        logger_name="command_center.smpp",
        allow_unknown_opt_params=True,
        ssl_context=account.tls,
    )


class _Quiet(Client):  # type: ignore[misc]  # smpplib is published without types
    """The library's client, whose socket says for which host it is (SNI), in either family of addresses."""

    def connect(self) -> None:
        line = socket.create_connection((self.host, self.port), self.timeout)
        if self._ssl_context is not None:
            line = self._ssl_context.wrap_socket(line, server_hostname=self.host)
        self._socket = line
        self.state = consts.SMPP_CLIENT_STATE_OPEN
