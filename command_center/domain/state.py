"""The state of one plant's emergency work: the fold of its journal and nothing else."""

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from command_center.domain.alarm import Alarm
from command_center.domain.custody import Custodies
from command_center.domain.directive import Directive
from command_center.domain.incident import Incident
from command_center.domain.ledger import Ledger
from command_center.domain.report import Report
from command_center.domain.responder import Responder
from command_center.domain.roster import Roster
from command_center.domain.valve import Reported

if TYPE_CHECKING:
    from command_center.domain.site import Site


@dataclass(slots=True)
class State:
    """Mutable on purpose: `fold.apply` is its only writer, replay its only maker.

    `times` holds the `at` of every fact, fact 1 first: what answers a fact may not lie before it.
    """

    seq: int = 0
    recorded_at: int = 0
    times: list[int] = field(default_factory=list)
    alarms: dict[str, Alarm] = field(default_factory=dict)
    incidents: dict[str, Incident] = field(default_factory=dict)
    directives: dict[str, Directive] = field(default_factory=dict)
    reports: dict[int, Report] = field(default_factory=dict)
    responders: dict[str, Responder] = field(default_factory=dict)
    valves: dict[str, Reported] = field(default_factory=dict)
    roster: Roster = field(default_factory=Roster)
    custodies: Custodies = field(default_factory=Custodies)
    ledger: Ledger = field(default_factory=Ledger)

    @classmethod
    def start(cls, site: "Site") -> "State":
        """The state before the first fact: an empty board over the site's stock."""
        return cls(ledger=Ledger.of(site))
