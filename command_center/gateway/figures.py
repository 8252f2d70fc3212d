"""The gateway's metrics as Prometheus text, over plain HTTP on an address given in the file."""

import asyncio
from collections.abc import Iterator, Mapping

from prometheus_client import CollectorRegistry, generate_latest
from prometheus_client.core import CounterMetricFamily, GaugeMetricFamily, Metric

from command_center.clock import Clock
from command_center.gateway.buffer.buffer import Buffer
from command_center.gateway.file.reading import Gateway
from command_center.gateway.intake import Intake
from command_center.gateway.own_certificate import certificate_ends
from command_center.gateway.posting.dead_letters import DeadLetters
from command_center.gateway.posting.sender import Sender

LONGEST_REQUEST = 8_192
PATIENCE_S = 5.0


class Figures:
    """Collects the counters of the gateway's parts."""

    def __init__(
        self, gateway: Gateway, buffer: Buffer, sender: Sender, letters: DeadLetters,
        intakes: Mapping[str, Intake], clock: Clock,
    ) -> None:  # fmt: skip
        self._gateway = gateway
        self._buffer, self._sender, self._letters = buffer, sender, letters
        self._intakes, self._clock = intakes, clock
        self._registry = CollectorRegistry()
        self._registry.register(self)

    def text(self) -> bytes:
        """Return all metrics in Prometheus' text form."""
        return generate_latest(self._registry)

    def describe(self) -> list[Metric]:
        """Return no descriptions in advance: the metrics depend on the file."""
        return []

    def collect(self) -> Iterator[Metric]:
        """Yield the gateway's current metrics."""
        yield GaugeMetricFamily(
            "cc_gateway_waiting", "Items that the board has not taken.", self._buffer.waiting
        )
        oldest = self._buffer.oldest_waiting if self._buffer.waiting else None
        yield GaugeMetricFamily(
            "cc_gateway_oldest_waiting_age_seconds", "Age of the oldest item that waits; 0: none does.",
            0.0 if oldest is None else max(0.0, (self._clock.now() - oldest) / 1000),
        )  # fmt: skip
        yield GaugeMetricFamily(
            "cc_gateway_buffer_bytes", "The buffer's files.", self._buffer.bytes
        )
        evicted = CounterMetricFamily(
            "cc_gateway_evicted", "Items dropped before the board took them.", labels=["stream"]
        )
        damaged = CounterMetricFamily(
            "cc_gateway_damaged_files", "Files set aside.", labels=["stream"]
        )
        for name, stream in self._buffer.store.streams.items():
            evicted.add_metric([name], stream.evicted)
            damaged.add_metric([name], stream.damaged)
        yield from (evicted, damaged)
        yield CounterMetricFamily(
            "cc_gateway_disk_failures", "Writes that the disk refused.", self._buffer.failed
        )
        yield CounterMetricFamily(
            "cc_gateway_dropped", "Items lost while the disk refused them.", self._buffer.dropped
        )
        posted = CounterMetricFamily("cc_gateway_posted", "Items the board took.", labels=["lane"])
        for lane, count in self._sender.delivery.posted.items():
            posted.add_metric([lane], count)
        yield posted
        yield CounterMetricFamily(
            "cc_gateway_rejected", "Items the board refused.", self._sender.delivery.rejected
        )
        yield GaugeMetricFamily(
            "cc_gateway_dead_letters", "Refused items kept.", self._letters.count
        )
        yield GaugeMetricFamily(
            "cc_gateway_set_aside", "Items that get no answer while others are taken, tried every hour.",
            self._letters.set_aside,
        )  # fmt: skip
        yield CounterMetricFamily(
            "cc_gateway_post_failures", "Posts without an answer.", self._sender.delivery.failures
        )
        reachable = 1.0 if self._sender.delivery.reachable else 0.0
        yield GaugeMetricFamily(
            "cc_gateway_board_reachable", "1: the last post was answered.", reachable
        )
        yield from self._of_links()

    def _of_links(self) -> Iterator[Metric]:
        label = ["connection"]
        up = GaugeMetricFamily("cc_gateway_connected", "1: connected.", labels=label)
        connects = CounterMetricFamily("cc_gateway_connects", "Times connected.", labels=label)
        values = CounterMetricFamily("cc_gateway_values", "Values read.", labels=label)
        unknown = CounterMetricFamily(
            "cc_gateway_unreadable", "Values not understood.", labels=label
        )
        faults = GaugeMetricFamily(
            "cc_gateway_faults", "Units, nodes and topics at fault.", labels=label
        )
        offset = GaugeMetricFamily(
            "cc_gateway_clock_offset_seconds", "Our clock less the source's.", labels=label
        )
        age = GaugeMetricFamily(
            "cc_gateway_tag_age_seconds", "Since a tag's last value.", labels=["tag"]
        )
        ends = GaugeMetricFamily(
            "cc_gateway_certificate_ends_seconds",
            "Until the connection's certificate is over.",
            labels=label,
        )
        now = self._clock.now()
        for one in self._gateway.connections:
            if (until := certificate_ends(self._gateway, one)) is not None:
                ends.add_metric([one.id], (until - now) / 1000)
        for name, intake in self._intakes.items():
            state, at = intake.state, [name]
            up.add_metric(at, 1.0 if state.connected else 0.0)
            connects.add_metric(at, state.connects)
            values.add_metric(at, state.values)
            unknown.add_metric(at, state.unknown)
            faults.add_metric(at, len(state.faults))
            if (found := intake.source_clock.offset_ms) is not None:
                offset.add_metric(at, found / 1000)
            for tag, sample in intake.last.items():
                age.add_metric([tag], (now - sample.ts) / 1000)
        yield from (up, connects, values, unknown, faults, offset, ends, age)


async def serve(address: str, figures: Figures) -> None:
    """Answer `GET /metrics` until cancelled. Raises OSError if the address is taken."""
    host, _, port = address.rpartition(":")

    async def answer(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        try:
            async with asyncio.timeout(PATIENCE_S):
                head = await reader.readuntil(b"\r\n\r\n")
                asked = head.split(b" ", 2)
                found = asked[:1] == [b"GET"] and asked[1].split(b"?")[0] == b"/metrics"
                body = figures.text() if found else b"see /metrics\n"
                status = b"200 OK" if found else b"404 Not Found"
                writer.write(
                    b"HTTP/1.1 %s\r\nContent-Type: text/plain; version=0.0.4; charset=utf-8\r\n"
                    b"Content-Length: %d\r\nConnection: close\r\n\r\n" % (status, len(body)) + body
                )
                await writer.drain()
        except (OSError, TimeoutError, asyncio.IncompleteReadError, asyncio.LimitOverrunError):
            pass
        finally:
            writer.close()

    server = await asyncio.start_server(answer, host.strip("[]"), int(port), limit=LONGEST_REQUEST)
    async with server:
        await server.serve_forever()
