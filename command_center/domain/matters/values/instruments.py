"""Calibration of instruments: the last day on which it is valid, by the plant's description and the
ledger. A value measured after that day proves nothing."""

from collections.abc import Iterator

from command_center.domain.matters.playing.play import Play
from command_center.domain.refusal import Phrase
from command_center.domain.resources.due import Due, day_at, inspection_due, kit_due
from command_center.domain.site.equipment import IN_STORE
from command_center.domain.text import Text


def calibration_problems(play: Play, title: Text | str, name: str) -> Iterator[Phrase]:
    """Yields why a value measured with this equipment does not count at `play.now`: its calibration
    is over, was never done, or is not recorded. For a resource without a store every line
    counts, the worst first."""
    dues = _dues(play, name)
    today = day_at(play.site, play.now)
    over = [due.day for due in dues if due is not None and due.day is not None]
    if not dues or any(due is None for due in dues):
        yield Phrase("phrase.calibration_unknown", {"field": title, "value": name})
    elif any(due is not None and due.day is None for due in dues):
        yield Phrase("phrase.never_calibrated", {"field": title, "value": name})
    elif today is not None and min(over) < today:
        said = {"field": title, "value": name, "day": min(over).isoformat()}
        yield Phrase("phrase.calibration_over", said)


def _dues(play: Play, name: str) -> list[Due | None]:
    """Returns when the equipment must be calibrated next; None for a part without a record."""
    site, state = play.site, play.state
    tag, kit = site.tag_by_id.get(name), site.kit_by_id.get(name)
    if tag is not None:
        return [None if tag.inspection_due is None else Due(tag.inspection_due, None)]
    if kit is not None:
        return [kit_due(state, site, kit)]
    resource, _, store = name.partition(IN_STORE)
    return [
        inspection_due(site, line, site.stock_by_line.get((line.resource, line.store)))
        for line in state.ledger.lines.of(resource)
        if not store or line.store == store
    ]
