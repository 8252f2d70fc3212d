"""What people who play their parts themselves do to the exercise's plant: what they report, is so.

Nobody moves a real valve in a drill. Whose part a person plays, their word that a valve or pump was
worked moves it on the twin, as a virtual person's hand would: theirs alone, and once.
"""

from simulations.night import Night
from simulations.view import VALVE_REPORTED, Row


class Hands:
    """Follows the reports of those whose parts people play."""

    def __init__(self, night: Night, played: frozenset[str]) -> None:
        self._night, self._played = night, played
        self._seen = 0

    def look(self) -> None:
        """Carry out what was reported since the last look."""
        for fact in self._night.view.ticker():
            if fact["seq"] <= self._seen:
                continue
            self._seen = fact["seq"]
            if fact["kind"] == VALVE_REPORTED and self._is_theirs(fact):
                wanted = 1.0 if fact["data"]["state"] == "open" else 0.0
                self._night.plant.elements.turn(fact["data"]["element"], wanted)

    def _is_theirs(self, fact: Row) -> bool:
        """A person said it, of themselves or by radio for somebody who plays."""
        by_hand = bool(self._played) and fact["actor_kind"] == "human"
        return by_hand and (fact["speaker"] is None or fact["speaker"] in self._played)
