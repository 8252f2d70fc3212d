"""Reads an uploaded workbook as rows of its sheets, or gives the reason why it is refused.

`workbook_reader` reads it under limits. Macros and links to other files are refused, not ignored.
"""

from collections.abc import Mapping

from command_center.scenario_file.events_list.columns import EXPECTATIONS, INJECTS
from command_center.site_file.problem import Mark, Problem
from command_center.workbook_reader.process import Rows, UnreadableWorkbook, WorkbookReader

FIRST_ROWS, FIRST_COLUMNS = 40, 6
"""Where the line that says what a list was made from is looked for, on any sheet."""

Sheets = Mapping[str, Rows]


class ListError(ValueError):
    """The list cannot be used; `problems` gives the reasons, each with its sheet, row and column."""

    def __init__(self, *problems: Problem) -> None:
        """Keep them."""
        super().__init__(f"{len(problems)} problems")
        self.problems = problems


class ReaderBusy(Exception):
    """Other workbooks are being read and used up the time that this one may wait."""


def whole(code: str, **details: object) -> ListError:
    """Return an error that concerns the file as a whole."""
    return ListError(Problem(Mark("", 0, 0), "", code, details))


def opened(parcel: bytes, reader: WorkbookReader) -> Sheets:
    """Return the sheets of the list by name. Raises ListError, ReaderBusy.

    Call it in the main thread: it starts a process and waits for it.
    """
    try:
        return reader.read(
            parcel, INJECTS.titles() | EXPECTATIONS.titles(), (FIRST_ROWS, FIRST_COLUMNS)
        )
    except UnreadableWorkbook as error:
        if error.code == "busy":
            raise ReaderBusy from error
        raise whole(f"msel.{error.code}", **error.details) from error
