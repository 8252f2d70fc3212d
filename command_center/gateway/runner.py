"""The running gateway: one task for each connection, the buffer, the sender and the metrics. A fault stays in its
task.
"""

import asyncio
import contextlib
import signal
from collections.abc import Callable, Coroutine
from functools import partial
from typing import Any

from command_center.clock import Clock
from command_center.gateway import summed_log
from command_center.gateway.buffer.buffer import Buffer
from command_center.gateway.buffer.store import Store
from command_center.gateway.connections.making import Link, link_of
from command_center.gateway.ending import end
from command_center.gateway.figures import Figures, serve
from command_center.gateway.file.model import Connection
from command_center.gateway.file.reading import Gateway
from command_center.gateway.intake import Intake, intake_of
from command_center.gateway.of_plant import is_kept_longest
from command_center.gateway.posting.dead_letters import DeadLetters
from command_center.gateway.posting.post import BoardPost, Post
from command_center.gateway.posting.sender import Sender
from command_center.gateway.reporting import Reporting
from command_center.gateway.sirens.making import name_sirens

AGAIN_S = 5.0
SUMS_S = 60.0
_log = summed_log.get(__name__)


Making = Callable[[Connection, Intake, Gateway], Link]


async def run(
    gateway: Gateway, clock: Clock, *, post: Post | None = None, making: Making = link_of,
    stop: asyncio.Event | None = None,
) -> None:  # fmt: skip
    """Run until SIGTERM, SIGINT or `stop`. Items then in the buffer are posted after the next start."""
    stop = stop or asyncio.Event()
    for number in (signal.SIGTERM, signal.SIGINT):
        # Not in a thread, and not on systems without signals.
        with contextlib.suppress(NotImplementedError, RuntimeError, ValueError):
            asyncio.get_running_loop().add_signal_handler(number, stop.set)
    folder, longest = gateway.buffer.path, [t.id for t in gateway.site.tags if is_kept_longest(t)]
    buffer = Buffer(
        lambda: Store(folder, gateway.buffer.max, gateway.buffer.max_age, longest), clock
    )
    letters = DeadLetters(folder)
    await buffer.start()
    post = post or BoardPost(
        gateway.itself.board, gateway.itself.token.get_secret_value(), gateway.itself.authority
    )
    sender = Sender(gateway.id, buffer, post, letters, clock)
    intakes = {
        one.id: intake_of(gateway, one, clock, buffer, sender) for one in gateway.connections
    }
    figures = Figures(gateway, buffer, sender, letters, intakes, clock)
    own = {"buffer": buffer.run, "live lane": sender.live, "backfill lane": sender.backfill}
    own["heartbeats"], own["set aside"] = sender.heartbeats, sender.set_aside
    own["log"] = _summed
    own["state"] = Reporting(gateway, buffer, sender, letters, intakes, post, clock).run
    tasks = [asyncio.create_task(_kept_up(name, call)) for name, call in own.items()]
    tasks.append(asyncio.create_task(_sirens_named(gateway, post)))
    for one in gateway.connections:
        intake = intakes[one.id]
        call = partial(_connected, making, one, intake, gateway)
        tasks.append(asyncio.create_task(_kept_up(one.id, call, intake)))
    if gateway.itself.metrics is not None:
        tasks.append(asyncio.create_task(serve(gateway.itself.metrics, figures)))
    try:
        await stop.wait()
    finally:
        await end(tasks)
        await buffer.commit()
        await sender.close()
        await buffer.close()


async def _summed() -> None:
    """Write now and then what was left out of the log."""
    while True:
        await asyncio.sleep(SUMS_S)
        summed_log.sum_up()


async def _sirens_named(gateway: Gateway, post: Post) -> None:
    """Name the sirens to the board, until it has taken it."""
    while not await asyncio.to_thread(name_sirens, gateway, post):
        await asyncio.sleep(AGAIN_S)


async def _connected(
    making: Making, connection: Connection, intake: Intake, gateway: Gateway
) -> None:
    """A fresh link each time: what a broken one held is never used again."""
    await making(connection, intake, gateway).run()


async def _kept_up(
    name: str, call: Callable[[], Coroutine[Any, Any, None]], intake: Intake | None = None
) -> None:
    """Run a task for ever: what ends it unforeseen is logged, and it begins anew."""
    while True:
        try:
            await call()
        except Exception as error:
            _log.error("a task of the gateway failed and begins anew", task=name, exc_info=error)
            if intake is not None:
                intake.state.connected = False
                intake.state.error = str(error) or type(error).__name__
        await asyncio.sleep(AGAIN_S)
