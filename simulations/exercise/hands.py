"""Applies real players' reports to the exercise's plant: what they report becomes true there.

Nobody moves a real valve in a drill, and no real suit is put on. If a real person plays a part and reports that a
valve or pump was operated, a kit drawn or brought, or somebody dressed, gone in or come out, it is applied once to
the exercise's plant and people, as a virtual person's action would be.
"""

from collections import defaultdict
from collections.abc import Callable, Mapping

from command_center.live.rows.center.ticker_rows import TickerRow
from simulations.night import Night
from simulations.people.entry import undress
from simulations.view import DISPATCHES, VALVE_REPORTED, BoardRow


class Hands:
    """Follows the reports of people played by real players."""

    def __init__(self, night: Night) -> None:
        self._night = night
        self._seen = 0
        self._carried: defaultdict[str, float] = defaultdict(float)

    def look(self) -> None:
        """Apply what was reported since the last call."""
        for fact in self._night.view.ticker():
            if fact["seq"] <= self._seen:
                continue
            self._seen = fact["seq"]
            does = DOES.get(fact["kind"])
            if does is not None and self._is_theirs(fact):
                does(self, fact["data"])

    def _is_theirs(self, fact: TickerRow) -> bool:
        """A person said it, of themselves or by radio for somebody who plays."""
        played = {p.id for p in self._night.crew.people.values() if p.played}
        by_hand = bool(played) and fact["actor_kind"] == "human"
        return by_hand and (fact["speaker"] is None or fact["speaker"] in played)

    def valve(self, data: BoardRow) -> None:
        """Set a valve as reported."""
        wanted = 1.0 if data["state"] == "open" else 0.0
        self._night.plant.elements.turn(data["element"], wanted)

    def drawn(self, data: BoardRow) -> None:
        """Give the people as much of the kit as the store holds."""
        crew = self._night.crew
        kit = crew.site.kit_by_id.get(data["kit"])
        for line in kit.lines if kit is not None else ():
            lies = (line.resource, data["store"])
            taken = min(line.quantity, crew.stores.get(lies, 0.0))
            if taken > 0:
                crew.stores[lies] -= taken
                self._carried[line.resource] += taken

    def arrived(self, data: BoardRow) -> None:
        """Put what the arrived people carry at the kit's destination."""
        crew = self._night.crew
        sent = crew.view.one(DISPATCHES, data["dispatch"])
        if sent is None:
            return
        for resource, quantity in self._carried.items():
            crew.staged[(resource, sent["place"])] += quantity
        self._carried.clear()

    def dressed(self, data: BoardRow) -> None:
        """Dress the named people with sets that lie there, suits where available."""
        crew, rule = self._night.crew, self._night.crew.scenario.people
        for name in data["persons"]:
            person = crew.people.get(name)
            if person is None or person.suited:
                continue
            worn = tuple(
                resource
                for resource in (rule.suit, rule.breathing)
                if resource is not None and crew.staged[(resource, data["place"] or "")] >= 1
            )
            for resource in worn:
                crew.staged[(resource, data["place"])] -= 1
            person.cylinder_mpa, person.worn, person.engaged = data["pressure_mpa"], worn, True
            crew.ready.append(name)

    def went_in(self, data: BoardRow) -> None:
        """Start the air supply of people who went in."""
        crew = self._night.crew
        person = crew.people.get(data["person"])
        if person is not None and person.suited:
            person.inside_since_s = crew.t_s
            crew.ready = [name for name in crew.ready if name != person.id]

    def came_out(self, data: BoardRow) -> None:
        """End the entry of people who came out, and take off their suits."""
        person = self._night.crew.people.get(data["person"])
        if person is not None and person.suited:
            undress(self._night.crew, person)


DOES: Mapping[str, Callable[[Hands, BoardRow], None]] = {
    VALVE_REPORTED: Hands.valve,
    "kit.drawn": Hands.drawn,
    "resource.arrived": Hands.arrived,
    "entry.ready": Hands.dressed,
    "entry.in": Hands.went_in,
    "entry.out": Hands.came_out,
}
"""What is carried out, by the kind of fact."""
