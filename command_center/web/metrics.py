"""What Prometheus may ask: counted at the doors, or read from the parts when it asks."""

from collections.abc import Callable

from prometheus_client import CollectorRegistry, Counter, Gauge, Histogram

COMMAND_SECONDS = (0.001, 0.0025, 0.005, 0.01, 0.02, 0.05, 0.1, 0.25, 1, 5)


class Metrics:
    """The figures of one server, in a registry of their own."""

    def __init__(self) -> None:
        self.registry = CollectorRegistry()
        self.commands = Counter(
            "cc_commands_total",
            "Commands by kind and outcome (accepted, refused, forbidden, invalid, failed)",
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
            "Sign-ins by way (password, token, role) and outcome",
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
        """What became of the heads at one place (file, syslog, mail, time_stamp)."""
        self._kept.labels(name).set_function(kept)
        self._not_kept.labels(name).set_function(failing)

    def watch(self, name: str, about: str, value: Callable[[], float]) -> None:
        """A gauge whose value is asked for at every scrape: clients, link health, journal seq."""
        Gauge(name, about, registry=self.registry).set_function(value)
