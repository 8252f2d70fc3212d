"""Turns the year's programme into drills. When a hidden hour comes, its drill is planned, composed with the actions
that reviews have left open, and sealed; the seal's own start time does the rest.

Each step takes one beat and is recorded as a fact, so a process that takes over continues from there. The drill is
composed only when its hour comes, so nobody can read a coming drill anywhere.
"""

import secrets
from collections.abc import Callable, Iterator, Sequence
from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

from pydantic import ValidationError

from command_center import log
from command_center.domain.alarms.watch import Proposal
from command_center.domain.drills.sealing import NONCE_BYTES, commitment_of
from command_center.domain.refusal import Phrase
from command_center.domain.scenarios.bias import Bias
from command_center.domain.scenarios.draw_bias import bias_of
from command_center.domain.scenarios.plan import DrillPlan
from command_center.domain.scenarios.sealed import sealed_text
from command_center.domain.scenarios.year.programme import HiddenStart, Programme
from command_center.domain.state import State
from command_center.domain.state.drills.drill import Drill
from command_center.domain.state.drills.programme import Window, YearProgramme
from command_center.store.sealed import Kept, SealedDrills
from command_center.words import say

ComposeHidden = Callable[[HiddenStart, Bias], DrillPlan | Sequence[Phrase]]
"""What a programme's start hides, and today's bias -> the drill, or why there is none."""
RETRY_MS = 300_000
"""How long a drill that could not be composed waits for the next try (ours)."""

_log = log.get(__name__)


class HiddenDrills:
    """Proposes the commands for hidden drills of the programmes."""

    def __init__(self, sealed: SealedDrills, zone: ZoneInfo, compose: ComposeHidden) -> None:
        self._sealed, self._zone, self._compose = sealed, zone, compose
        self._opened: dict[str, Programme | None] = {}
        self._again_at: dict[tuple[str, bool], int] = {}

    def due(self, state: State, now: int) -> Iterator[Proposal]:
        """Yield what to submit at `now` (UTC epoch ms)."""
        today = datetime.fromtimestamp(now / 1000, self._zone).date()
        made = {drill.window: drill for drill in state.drills.values() if drill.window}
        for programme in state.programmes.values():
            if not programme.hiding:
                continue
            for window in programme.windows:
                if window.opens <= today <= window.closes:
                    yield from self._in_window(state, programme, window, made.get(window.id), now)
            if today > programme.windows[-1].closes:
                for commitment in programme.hiding:
                    kept = self._sealed.of(commitment)
                    if kept is not None:
                        yield "programme.reveal", {"year": programme.year, **kept._asdict()}

    def _in_window(
        self,
        state: State,
        programme: YearProgramme,
        window: Window,
        drill: Drill | None,
        now: int,
    ) -> Iterator[Proposal]:
        hides = self._hidden(programme)
        if hides is None or state.twins or (drill is not None and drill.phase != "planned"):
            return
        start = next((one for one in hides.hidden if one.window == window.id), None)
        step = (window.id, drill is None)
        if start is None or now < max(start.starts_at(self._zone), self._again_at.get(step, 0)):
            return
        if drill is None:
            name = {
                "zh": say("zh-CN", "programme.drill", window=window.id),
                "en": say("en", "programme.drill", window=window.id),
            }
            self._again_at[step] = now + RETRY_MS  # where it is refused
            yield "drill.plan", {"name": name, "window": window.id, **_prepared(programme, window)}
            return
        plan = self._compose(start, bias_of(state, self._sealed.content))
        if not isinstance(plan, DrillPlan):
            # The reasons would name what is hidden, to readers of the log who may be drilled.
            _log.error("no drill for a window", window=window.id, reasons=len(plan))
            self._again_at[step] = now + RETRY_MS
            return
        yield self._seal(state, drill, plan, now)

    def _seal(self, state: State, drill: Drill, plan: DrillPlan, now: int) -> Proposal:
        actions = [action.id for action in state.reviews.open_actions()]
        # A start after the planning is one that comes by itself (`Scripts`): with the next beat.
        content = sealed_text(plan, max(now, drill.planned_at + 1), actions)
        kept = Kept(content, secrets.token_hex(NONCE_BYTES))
        commitment = commitment_of(*kept)
        self._sealed.keep(commitment, kept, now)
        data = {"drill": drill.id, "commitment": commitment, "generator": plan.generator}
        return "drill.seal", data

    def _hidden(self, programme: YearProgramme) -> Programme | None:
        commitment = programme.commitment
        if commitment not in self._opened:
            text = self._sealed.content(commitment)
            self._opened[commitment] = _read(programme.year, text)
        return self._opened[commitment]


def _prepared(programme: YearProgramme, window: Window) -> dict[str, Any]:
    """What a coordinator said of the window's drill, as fields of `drill.plan`."""
    said = programme.prepared_for(window.id)
    told: dict[str, Any] = {"people": list(said.people)} if said.people else {}
    if said.in_plant:
        told |= {"in_plant": True, "safety_officer": said.safety_officer}
    return told


def _read(year: int, text: str | None) -> Programme | None:
    """None for what is not kept here, or cannot be read: the windows then hide nothing."""
    try:
        return None if text is None else Programme.model_validate_json(text)
    except ValidationError:
        _log.exception("what a year's programme hides cannot be read", year=year)
        return None
