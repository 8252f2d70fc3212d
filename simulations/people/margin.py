"""Reports once, as a model result, what the plant would have done with the outfall valve left open."""

from simulations.chance import stream
from simulations.intent import PLANT
from simulations.people.crew import Crew

MODEL = "virtual-plant/1"
REACHED_M3 = 0.001
"""So much of the pool's water, or of product, on its way to the river is an overflow: a litre (ours)."""
RUN_BYTES = 4


class Margin:
    """Watches the water in `Plant.drains_if_open`; `run` identifies this night."""

    def __init__(self, crew: Crew) -> None:
        self._crew = crew
        self._told = False
        self.run = stream(crew.seed, "model", "run").bytes(RUN_BYTES).hex()

    def notice(self) -> None:
        """Report when it has overflowed there, if an incident is open."""
        crew = self._crew
        water = crew.plant.drains_if_open
        if self._told or max(water.spilt, water.river.product) < REACHED_M3:
            return
        incident = next(crew.view.incidents(), None)
        drainage = crew.scenario.drainage
        if incident is None or drainage is None:
            return
        self._told = True
        crew.say(
            PLANT, "model.report", incident=incident["id"], what="overflow_if_open",
            element=drainage.outfall, model=MODEL, run=self.run,
        )  # fmt: skip
