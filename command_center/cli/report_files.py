"""Output files of commands: checked before the command begins, written when it is over."""

from collections.abc import Iterable
from pathlib import Path

from command_center.cli.speaking import end, lang, refuse, say
from command_center.reports.export.dossier import Dossier
from command_center.reports.export.file import ENDINGS, Ending, make
from command_center.reports.export.outline import Outline
from command_center.words.system import why


def ending_of(path: Path) -> Ending:
    """Return the file type for a path's ending; refuse other endings."""
    found = next((one for one in ENDINGS if path.suffix.lower() == f".{one}"), None)
    if found is None:
        refuse(
            say("cli.report.unknown_ending", file=str(path), known=[f".{one}" for one in ENDINGS])
        )
    return found


def must_be_writable(paths: Iterable[Path]) -> None:
    """Refuse paths that cannot be written now, so that nobody plays a whole drill only to learn that a folder is
    missing.
    """
    for path in paths:
        new = not path.exists()
        try:
            with path.open("ab"):
                pass
            if new:
                path.unlink()
        except OSError as error:
            refuse(say("cli.export.unwritable", file=str(path), why=why(error)))


def write_report(dossier: Dossier, path: Path, outline: Outline | None) -> None:
    """Write the review in the format that the file's ending asks for, in the terminal's language."""
    content = make(dossier, ending_of(path), lang(), outline=outline)
    try:
        path.write_bytes(content)
    except OSError as error:
        end(say("cli.export.unwritable", file=str(path), why=why(error)))
