"""Posts virtual people's commands to the commands door in order, each with its own token."""

import queue
import threading
from collections import deque
from collections.abc import Iterable, Mapping
from typing import Any

from command_center import log
from simulations.doors.backoff import BackOff
from simulations.doors.http import Door, Reply, Server, Unreachable
from simulations.doors.receipts import PATH, receipt_of
from simulations.intent import LOST, Answer, Spoken

STANDS_STILL = "drill_phase"
"""The refusal's code while an exercise stands still."""
STILL_S = 0.5

_log = log.get(__name__)


class Voices:
    """A thread that posts commands one after the other.

    While the server is away the first one is repeated with its key: it is executed once however often it is sent. A
    voice without a valid token says nothing; its commands are answered `lost`. In a `drill` that is paused they wait
    until it resumes. `heard` fetches the answers, so that they reach the people between two ticks and never within
    one.
    """

    def __init__(
        self, server: Server, secrets: Mapping[str, str], run: str, drill: str | None = None
    ) -> None:
        self._drill, self._waits = drill, 0
        self._server, self._secrets = server, dict(secrets)
        self._doors = {voice: Door(server, secret) for voice, secret in secrets.items()}
        self._run = run
        self._waiting: deque[Spoken] = deque()
        self._answers: queue.SimpleQueue[tuple[str, Answer]] = queue.SimpleQueue()
        self._more = threading.Condition()
        self._stopping = threading.Event()
        self._backoff = BackOff()
        self._thread = threading.Thread(target=self._carry, name="voices", daemon=True)

    def speak_as(self, voice: str, secret: str | None) -> None:
        """Sets a voice's token; None leaves it unchanged."""
        if secret is not None and secret != self._secrets.get(voice):
            self._secrets[voice] = secret
            self._doors[voice] = Door(self._server, secret)

    def start(self) -> None:
        """Starts the thread that sends what people say."""
        self._thread.start()

    def stop(self) -> None:
        """End the thread soon; unsent commands are lost."""
        self._stopping.set()
        with self._more:
            self._more.notify()

    def say(self, spoken: Iterable[Spoken]) -> None:
        """Queues what somebody says."""
        with self._more:
            self._waiting.extend(spoken)
            self._more.notify()

    def at_once(self, spoken: Iterable[Spoken]) -> dict[str, Answer]:
        """Post commands now, one after the other, without the thread; return answers by command key. Raises
        Unreachable.
        """
        return {one.say.key: self._post(one) for one in spoken}

    def heard(self) -> dict[str, Answer]:
        """Return the answers received since the last call, by command key."""
        found: dict[str, Answer] = {}
        while not self._answers.empty():
            key, answer = self._answers.get_nowait()
            found[key] = answer
        return found

    def _carry(self) -> None:
        while not self._stopping.is_set():
            with self._more:
                while not self._waiting and not self._stopping.is_set():
                    self._more.wait()
                if self._stopping.is_set():
                    return
                spoken = self._waiting[0]
            try:
                answer = self._post(spoken)
            except Unreachable as why:
                wait = self._backoff.failed()
                _log.info("waiting for the server", why=str(why), seconds=wait)
                self._stopping.wait(wait)
                continue
            self._backoff.succeeded()
            if self._drill is not None and answer.code == STANDS_STILL:
                self._waits += 1  # a refusal is kept under its key: it is said anew
                self._stopping.wait(STILL_S)
                continue
            with self._more:
                self._waiting.popleft()
            self._answers.put((spoken.say.key, answer))

    def _post(self, spoken: Spoken) -> Answer:
        say = spoken.say
        door = self._doors.get(say.voice)
        if door is None:
            return Answer(accepted=False, code=LOST)
        body: dict[str, Any] = {
            "kind": say.kind,
            "data": dict(say.data),
            "idempotency_key": f"{self._run}-{say.key}",
        }
        if self._drill is not None:
            body["drill"] = self._drill
            body["idempotency_key"] += f"-{self._waits}"
        receipt = receipt_of(say, str(body["idempotency_key"]))
        reply = door.post("commands", body) if receipt is None else door.post(PATH, receipt)
        return _answer(spoken, reply)


def _answer(spoken: Spoken, reply: Reply) -> Answer:
    if reply.status == 200:
        return Answer(accepted=True)
    if reply.code == "key_reused":  # said before a restart, with the token we had then
        return Answer(accepted=True)
    if reply.status in (401, 403) and reply.code in ("bad_token", "no_session", "read_only"):
        return Answer(accepted=False, code=LOST)
    if reply.status not in (403, 409):  # a field we got wrong: say so loudly, and go on
        _log.error("not understood", kind=spoken.say.kind, status=reply.status, answer=reply.body)
    return Answer(accepted=False, code=reply.code)
