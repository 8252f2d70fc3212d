"""Which injects a drill's plan has, looked up by what sealed it: what a hand may fire, hold or skip."""

from command_center.domain.registry import Offsets
from command_center.domain.scenarios.sealed import content_of
from command_center.store.sealed import SealedDrills


class PlansSealed:
    """Reads each plan once; there is one drill at a time."""

    def __init__(self, sealed: SealedDrills) -> None:
        self._sealed = sealed
        self._last: tuple[str, Offsets | None] = ("", None)

    def of(self, commitment: str | None) -> Offsets | None:
        """The injects of the plan that this commitment binds, each with its second; None where it is
        kept elsewhere or can no longer be read."""
        if commitment is None:
            return None
        if self._last[0] != commitment:
            content = content_of(self._sealed.content(commitment))
            injects = None if content is None else content.plan.injects
            known: Offsets | None = None
            if injects is not None:
                known = {one.id: None if one.at is None else one.at.s for one in injects}
            self._last = (commitment, known)
        return self._last[1]
