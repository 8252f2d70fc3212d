"""Sends webhooks: each receiver has a thread of its own, so one that hangs delays nobody else."""

import hashlib
import hmac
import threading
from collections.abc import Callable, Sequence
from typing import Any

import orjson

from command_center.clock import Clock
from command_center.domain.fact import Fact
from command_center.domain.state import State
from command_center.faults import Faults
from command_center.notify.hooks.hooks_file import Hook
from command_center.notify.provider import Permanent, Temporary, Unknown
from command_center.notify.providers._cloud import JSON, Ask, CloudEntry, Deadline, Service
from command_center.store.journal import Journal
from command_center.store.outbox.webhooks import Due, WebhookQueue

SIGNATURE, TIMESTAMP, DELIVERY = "X-CC-Signature", "X-CC-Timestamp", "X-CC-Delivery"
"""The names of the headers. DELIVERY is the same each time that a fact is sent: a receiver takes it once."""
VERSION = "v1"

LOOK_S = 1.0
RETRIES_S = (5, 30, 120, 600, 1_800, 3_600, 7_200, 14_400, 28_800, 43_200)
"""How long to wait after each failed attempt (ours): a receiver that is mended within a day misses nothing. After the
last of them the fact is a dead letter."""
GONE = 410
TemplateOf = Callable[[Fact], str | None]


class _Entry(CloudEntry):
    """What a client of ours needs to know of a receiver."""

    type: str = "webhook"
    kind: Any = "im"


def template_in(state: State, fact: Fact) -> str | None:
    """The template of the matter that a fact is of; None for any other fact."""
    if not fact.kind.startswith("matter."):
        return None
    if "template" in fact.data:
        return str(fact.data["template"])
    known = state.matters.open.get(fact.data["matter"]) or state.matters.ended.get(
        fact.data["matter"]
    )
    return None if known is None else known.template


class Webhooks:
    """`run` sends until `stop`, only in the process that is `leading`. `send_once` sends in the caller's thread."""

    def __init__(
        self,
        hooks: Sequence[Hook],
        template_of: TemplateOf,
        journal: Journal,
        queue: WebhookQueue,
        clock: Clock,
        leading: Callable[[], bool] = lambda: True,
        faults: Faults | None = None,
    ) -> None:
        self._faults = faults or Faults(clock.now)
        self.hooks, self.queue = hooks, queue
        self._template_of, self._journal = template_of, journal
        self._clock, self._leading = clock, leading
        self._real = Clock()
        self._stop = threading.Event()
        self._services = {
            one.id: Service(
                f"webhook {one.id}", one.url,
                _Entry.model_construct(id=one.id, proxy=one.proxy, ca=one.ca),
            )
            for one in hooks
        }  # fmt: skip

    def run(self) -> None:
        """Run a thread for each receiver until `stop` is called."""
        threads = [
            threading.Thread(target=self._serve, args=(one,), daemon=True, name=f"hook-{one.id}")
            for one in self.hooks
        ]
        for thread in threads:
            thread.start()
        self._stop.wait()

    def stop(self) -> None:
        """End `run`; unconfirmed messages are sent again at the next start."""
        self._stop.set()

    def _serve(self, hook: Hook) -> None:
        while not self._stop.is_set():
            with self._faults.alone("webhook", hook.id):
                while self._leading() and self.send_once(hook) and not self._stop.is_set():
                    pass
            self._stop.wait(LOOK_S)

    def send_once(self, hook: Hook) -> bool:
        """Queue what is new for a hook, and send the oldest item due; return False if nothing was due."""
        now = self._clock.now()
        self.queue.follow(hook.id, lambda fact: self._wants(hook, fact), now)
        due = self.queue.due(hook.id, now)
        if due is None:
            return False
        facts = self._journal.read(due.seq - 1, 1)
        if not facts:
            self.queue.failed(hook.id, due, "the fact is not in the journal", None, now)
            return True
        try:
            body = body_of(facts[0], self._template_of(facts[0]))
        except Exception as error:  # it would stand before all that follow
            self._faults.note("webhook", f"{hook.id}: fact {due.seq}", error)
            self.queue.failed(hook.id, due, f"cannot be written: {type(error).__name__}", None, now)
            return True
        self._send(hook, due, facts[0], body)
        return True

    def _wants(self, hook: Hook, fact: Fact) -> bool:
        """Whether a hook gets a fact; one of which nothing can be told goes to nobody, and the others go on."""
        with self._faults.alone("webhook", f"{hook.id}: fact {fact.seq}"):
            return hook.wants(fact, self._template_of(fact))
        return False

    def _send(self, hook: Hook, due: Due, fact: Fact, body: bytes) -> None:
        second = self._real.now() // 1000
        headers = {
            **JSON, TIMESTAMP: str(second), DELIVERY: f"{fact.site}-{fact.seq}",
            SIGNATURE: signature(hook.secret.get_secret_value(), second, body),
        }  # fmt: skip
        ask = Ask("POST", hook.path, headers=headers, body=body, gives=True, repeatable=True)
        error: str
        try:
            answer = self._services[hook.id].ask(ask, Deadline(hook.timeout_s))
            if 200 <= answer.status < 300:
                self.queue.arrived(hook.id, due.seq, self._clock.now())
                return
            error, final = f"HTTP {answer.status}", answer.status == GONE
        except (Temporary, Unknown) as why:
            error, final = str(why), False
        except Permanent as why:
            error, final = str(why), True
        now = self._clock.now()
        waits = None if final or due.attempt > len(RETRIES_S) else RETRIES_S[due.attempt - 1]
        next_at = None if waits is None else now + waits * 1000
        self.queue.failed(hook.id, due, error, next_at, now)


def body_of(fact: Fact, template: str | None) -> bytes:
    """Return the body to post: the fact as in the journal, with the template of its matter."""
    told: dict[str, Any] = {
        "delivery": f"{fact.site}-{fact.seq}", "site": fact.site, "seq": fact.seq, "kind": fact.kind,
        "at": fact.at, "recorded_at": fact.recorded_at, "actor": fact.actor, "speaker": fact.speaker,
        "drill": fact.drill, "hash": fact.hash, "data": dict(fact.data),
    }  # fmt: skip
    if template is not None:
        told["template"] = template
    return orjson.dumps(told)


def signature(secret: str, second: int, body: bytes) -> str:
    """Return the signature of a webhook, `v1=HEX`: HMAC-SHA-256 over the sending time `second` (UTC epoch seconds)
    and the body. Neither can be changed, nor the message replayed later.
    """
    signed = str(second).encode() + b"." + body
    return f"{VERSION}={hmac.new(secret.encode(), signed, hashlib.sha256).hexdigest()}"
