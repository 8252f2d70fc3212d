"""The master scenario events list (MSEL) as a workbook: exported as a table, and imported again as a scenario.

One row is one inject or one expectation. An imported list is checked by the rules of a scenario file, and each
mistake is reported with its sheet, row and column.
"""

from command_center.scenario_file.events_list.columns import CONTENT_TYPE
from command_center.scenario_file.events_list.reading import Edited, place_told, read_list
from command_center.scenario_file.events_list.retold import renamed, retold
from command_center.scenario_file.events_list.workbook_rows import (
    ListError,
    ReaderBusy,
    Sheets,
    opened,
)
from command_center.scenario_file.events_list.writing import Became, EventsList, written

__all__ = [
    "CONTENT_TYPE",
    "Became",
    "Edited",
    "EventsList",
    "ListError",
    "ReaderBusy",
    "Sheets",
    "opened",
    "place_told",
    "read_list",
    "renamed",
    "retold",
    "written",
]
