"""Looks up the injects of a sealed drill plan: which a controller may fire, hold or skip by hand, and which of them
the virtual plant may report as not playable.
"""

from command_center.domain.payload import Words
from command_center.domain.registry import PlannedInject, PlannedInjects
from command_center.domain.scenarios.sealed import content_of
from command_center.store.sealed import SealedDrills


class PlansSealed:
    """Reads each sealed plan once; only one drill runs at a time."""

    def __init__(self, sealed: SealedDrills) -> None:
        self._sealed = sealed
        self._last: tuple[str, PlannedInjects | None] = ("", None)

    def of(self, commitment: str | None) -> PlannedInjects | None:
        """Return the injects of the plan that this commitment binds; None if it is kept elsewhere or can no longer be
        read.
        """
        if commitment is None:
            return None
        if self._last[0] != commitment:
            content = content_of(self._sealed.content(commitment))
            injects = None if content is None else content.plan.injects
            known: PlannedInjects | None = None
            if injects is not None:
                known = {
                    one.id: PlannedInject(
                        None if one.at is None else one.at.s,
                        frozenset(act.which for act in one.does),
                        Words(zh=one.text.zh, en=one.text.en),
                    )
                    for one in injects
                }
            self._last = (commitment, known)
        return self._last[1]
