"""A review as a Word document, under the headings of the standard asked for."""

from collections.abc import Callable

from command_center.reports.export.dossier import Dossier
from command_center.reports.export.outline import USUAL, Outline
from command_center.reports.export.reader import Reader
from command_center.reports.export.word.hseep import hseep
from command_center.reports.export.word.yjt9009 import yjt9009

OUTLINES: dict[Outline, Callable[[Reader], bytes]] = {"yjt9009": yjt9009, "hseep": hseep}


def word_file(dossier: Dossier, lang: str, outline: Outline | None = None) -> bytes:
    """The document's bytes, in `lang`, under either standard's headings."""
    return OUTLINES[outline or USUAL[lang]](Reader(dossier, lang))
