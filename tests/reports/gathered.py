"""A dossier of a test's own control room, gathered as the doors gather theirs."""

from command_center.reports.dossiers import dossier_of
from command_center.reports.export.dossier import Dossier
from command_center.reports.sources import Sources
from command_center.store.series.readings import Readings
from tests.support.factories import ControlRoom


def dossier(room: ControlRoom, name: str) -> Dossier:
    """Of the incident or drill of that name, as it stands."""
    sources = Sources(room.desk, room.journal)
    subject = sources.subject(name)
    assert subject is not None
    readings = Readings(room.journal.engine, room.site.id)
    return dossier_of(sources, room.state, subject, readings, room.now)
