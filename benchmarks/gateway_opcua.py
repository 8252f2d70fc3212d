"""OPC UA: values a core-second of the gateway, beside a client of the same library that only counts them.

The server is node-opcua, on the same machine. Times are those of the processor, so a busy machine does not count.
"""

import asyncio
import os
import sys
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from benchmarks.figure import Figure
from benchmarks.gateway_rig import Process, counting, written
from benchmarks.waiting import LONGEST_S, until
from tests.support.node_opcua import NodeOpcua
from tests.support.unavailable import Unavailable

SCRIPT = Path(__file__).with_name("opcua_many.js")
TAGS = 5_000
EVERY_MS = 1_000
ROUNDS = 8
"""Values of each tag that are counted."""


def measure() -> Iterator[Figure]:
    """One figure; the server must be installed."""
    try:
        server = NodeOpcua(script=SCRIPT)
    except Unavailable as reason:
        yield Figure(f"OPC UA: not measured ({reason})", 0, "", "")
        return
    with tempfile.TemporaryDirectory() as folder:
        server.start(TAGS)
        try:
            ours, memory = _gateway(server, Path(folder))
            server.stop()
            server.start(TAGS)
            bare = _bare(server, Path(folder))
        finally:
            server.stop()
    yield Figure(
        "OPC UA values a core-second",
        ours,
        "/s",
        f"bare asyncua client {bare:,.0f} /s",
        5_000,
        True,
    )
    yield Figure("OPC UA: memory, 5,000 tags", memory, "MB", "", 150)


def _gateway(server: NodeOpcua, folder: Path) -> tuple[float, float]:
    """Values a core-second, and MB, of the gateway."""
    tags = {f"T{n}": {"node": f"nsu=urn:many;s=T{n}"} for n in range(TAGS)}
    given = {
        "id": "dcs", "type": "opcua", "url": server.url, "sampling": "250ms", "publishing": "250ms", "tags": tags,
    }  # fmt: skip
    with counting() as board:
        us = Process.ours(written(folder / "gateway", board.url, TAGS, [given]))
        until(lambda: board.taken >= TAGS, "every tag has a first value")
        server.say(f"every {EVERY_MS}")
        until(lambda: board.taken >= 2 * TAGS, "every tag has a second value")
        start, taken = us.cpu_s(), board.taken
        until(
            lambda: board.taken >= taken + ROUNDS * TAGS, f"{ROUNDS} more values of each tag come"
        )
        rate = (board.taken - taken) / (us.cpu_s() - start)
        memory = us.rss_mb()
        us.kill()
    return rate, memory


def _bare(server: NodeOpcua, folder: Path) -> float:
    """Values a core-second of a client that subscribes to the same and counts."""
    told = folder / "bare.txt"
    client = Process([sys.executable, "-m", "benchmarks.gateway_opcua", server.url], told)
    until(lambda: "subscribed" in told.read_text(), "the bare client subscribes")
    server.say(f"every {EVERY_MS}")
    until(lambda: "/s\n" in told.read_text(), "the bare client has counted its values")
    client.kill()
    return float(told.read_text().splitlines()[-1].removesuffix("/s"))


async def count(url: str) -> float:
    """What the bare client does."""
    from asyncua.client.client import Client

    class Counter:
        seen = 0

        def datachange_notification(self, *_: object) -> None:
            self.seen += 1

    counter = Counter()
    async with Client(url) as client:
        index = await client.get_namespace_index("urn:many")
        subscription: Any = await client.create_subscription(250, counter)
        await subscription.subscribe_data_change(
            [client.get_node(f"ns={index};s=T{n}") for n in range(TAGS)],
            queuesize=100,
            sampling_interval=250,
        )
        print("subscribed", flush=True)
        async with asyncio.timeout(LONGEST_S):
            while counter.seen < 2 * TAGS:
                await asyncio.sleep(0.05)
        start, seen = time.process_time(), counter.seen
        async with asyncio.timeout(LONGEST_S):
            while counter.seen < seen + ROUNDS * TAGS:
                await asyncio.sleep(0.05)
        return (counter.seen - seen) / (time.process_time() - start)


if __name__ == "__main__":
    print(f"{asyncio.run(count(sys.argv[1]))}/s", flush=True)
    os._exit(0)
