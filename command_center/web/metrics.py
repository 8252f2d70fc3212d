"""Prometheus metrics: counted at the doors, or read from the parts at each scrape."""

from collections import Counter as Counted
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from prometheus_client import CollectorRegistry, Counter, Gauge, Histogram
from prometheus_client.core import CounterMetricFamily, GaugeMetricFamily, Metric
from prometheus_client.registry import Collector

from command_center import log
from command_center.faults import Fault

_log = log.get(__name__)

TELLING = {"cc_commands_total": "kind", "cc_refusals_total": "code"}
"""Figures that tell which command was given, by the label that tells it: a sealed drill could be read from them."""

COMMAND_SECONDS = (0.001, 0.0025, 0.005, 0.01, 0.02, 0.05, 0.1, 0.25, 1, 5)


@dataclass(frozen=True, slots=True)
class ChannelFigures:
    """The metrics of one channel: messages by state, the age of the oldest waiting one, and whether it works."""

    channel: str
    messages: dict[str, int]
    oldest_s: float
    up: bool
    dead: int = 0
    """Receipts that could not be applied."""


class OutboxCollector(Collector):
    """Reads the outbox at every scrape. If the database is unreachable, these metrics are left out."""

    def __init__(self, read: Callable[[], Sequence[ChannelFigures]]) -> None:
        self._read = read

    def collect(self) -> Iterable[Metric]:
        """Yield the metric families, each with every channel."""
        try:
            figures = self._read()
        except Exception as why:
            _log.warning("the outbox could not be measured", why=type(why).__name__)
            return []
        return list(_families(figures))


class _FaultsCollector(Collector):
    """Reads the faults at every scrape."""

    def __init__(
        self, counts: Callable[[], Mapping[str, int]], standing: Callable[[], Sequence[Fault]]
    ) -> None:
        self._counts, self._standing = counts, standing

    def collect(self) -> Iterable[Metric]:
        """Both families; a part that never failed has no figure."""
        failed = CounterMetricFamily(
            "cc_faults_total", "What failed alone since the start, by part", labels=["part"]
        )
        for part, number in self._counts().items():
            failed.add_metric([part], number)
        now = GaugeMetricFamily(
            "cc_failing",
            "What fails now, by part and whether lives hang on it",
            labels=["part", "life"],
        )
        found = Counted((one.part, one.life) for one in self._standing())
        for (part, life), number in found.items():
            now.add_metric([part, "yes" if life else "no"], number)
        return [failed, now]


def _families(figures: Sequence[ChannelFigures]) -> Iterator[Metric]:
    messages = GaugeMetricFamily(
        "cc_channel_messages",
        "Messages that are kept, by channel and state",
        labels=["channel", "state"],
    )
    oldest = GaugeMetricFamily(
        "cc_channel_oldest_seconds", "Age of the oldest message that waits", labels=["channel"]
    )
    up = GaugeMetricFamily(
        "cc_channel_up", "1 while the channel carries messages", labels=["channel"]
    )
    dead = GaugeMetricFamily(
        "cc_receipts_dead",
        "Receipts and answers that are kept and could not be applied",
        labels=["channel"],
    )
    for one in figures:
        dead.add_metric([one.channel], one.dead)
        for state, number in one.messages.items():
            messages.add_metric([one.channel, state], number)
        oldest.add_metric([one.channel], one.oldest_s)
        up.add_metric([one.channel], one.up)
    yield from (messages, oldest, up, dead)


class Summed(Collector):
    """Public metrics: the labels in `TELLING`, which reveal something, are summed over."""

    def __init__(self, registry: CollectorRegistry) -> None:
        self._registry = registry

    def collect(self) -> Iterable[Metric]:
        """Yield every family. Creation times are left out where they would reveal something."""
        for family in self._registry.collect():
            hidden = TELLING.get(f"{family.name}_total")
            yield family if hidden is None else _summed(family, hidden)


def _summed(family: Metric, hidden: str) -> Metric:
    sums: dict[tuple[tuple[str, str], ...], float] = {}
    for sample in family.samples:
        if sample.name.endswith("_total"):
            others = tuple(one for one in sample.labels.items() if one[0] != hidden)
            sums[others] = sums.get(others, 0.0) + sample.value
    names = [name for name, _ in next(iter(sums), ())]
    whole = CounterMetricFamily(family.name, family.documentation, labels=names)
    for labels, value in sums.items():
        whole.add_metric([told for _, told in labels], value)
    return whole


class Metrics:
    """The figures of one server, in a registry of their own."""

    def __init__(self) -> None:
        self.registry = CollectorRegistry()
        self.summed = CollectorRegistry()
        """The same for whoever may not read which commands were given."""
        self.summed.register(Summed(self.registry))
        self.commands = Counter(
            "cc_commands_total",
            "Commands by kind and outcome (accepted, refused, forbidden, invalid, set_aside, failed)",
            ["kind", "outcome"],
            registry=self.registry,
        )
        self.refusals = Counter(
            "cc_refusals_total", "Refused commands by code", ["code"], registry=self.registry
        )
        self.command_seconds = Histogram(
            "cc_command_seconds",
            "From a command's arrival to its durable answer",
            buckets=COMMAND_SECONDS,
            registry=self.registry,
        )
        self.feed_items = Counter(
            "cc_feed_items_total",
            "Readings and positions by outcome (accepted, rejected)",
            ["feed", "outcome"],
            registry=self.registry,
        )
        self.sign_ins = Counter(
            "cc_sign_ins_total",
            "Sign-ins by way (password, token, role, provider) and outcome",
            ["way", "outcome"],
            registry=self.registry,
        )

        self.connections_closed = Counter(
            "cc_connections_closed_total",
            "Connections closed for want of room, by why (address, handles, refused)",
            ["why"],
            registry=self.registry,
        )
        self.answers_not_fetched = Counter(
            "cc_answers_not_fetched_total",
            "Answers whose client did not take them",
            registry=self.registry,
        )
        self.receipts = Counter(
            "cc_receipts_total",
            "Receipts and answers that services told, by channel and outcome (new, known, not_theirs)",
            ["channel", "outcome"],
            registry=self.registry,
        )
        self.tries = Counter(
            "cc_channel_tries_total",
            "Tries to send that ended here, by channel and outcome (accepted, temporary, permanent, unknown)",
            ["channel", "outcome"],
            registry=self.registry,
        )
        self._kept = Gauge(
            "cc_kept_head_seq",
            "The newest head that this process kept at a place outside the database",
            ["place"],
            registry=self.registry,
        )
        self._not_kept = Gauge(
            "cc_kept_head_failing",
            "1 while a place outside the database takes no head",
            ["place"],
            registry=self.registry,
        )

    def watch_place(
        self, name: str, kept: Callable[[], float], failing: Callable[[], float]
    ) -> None:
        """Add metrics about the heads kept at one place (file, syslog, mail, time_stamp)."""
        self._kept.labels(name).set_function(kept)
        self._not_kept.labels(name).set_function(failing)

    def watch(self, name: str, about: str, value: Callable[[], float]) -> None:
        """Add a gauge whose value is read at every scrape: clients, link health, journal seq."""
        Gauge(name, about, registry=self.registry).set_function(value)

    def watch_faults(
        self, counts: Callable[[], Mapping[str, int]], standing: Callable[[], Sequence[Fault]]
    ) -> None:
        """Add metrics of isolated faults, since the start and now, by part (duty, row, matter, webhook, ...)."""
        self.registry.register(_FaultsCollector(counts, standing))

    def watch_outbox(self, read: Callable[[], Sequence[ChannelFigures]]) -> None:
        """Add metrics of the outbox, which are read at each scrape."""
        self.registry.register(OutboxCollector(read))
