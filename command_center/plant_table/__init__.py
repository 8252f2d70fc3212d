"""Exports a noun of the plant (people, posts, stock ...) as a flat table, and reads an Excel or CSV table as rows of
a noun.

`columns` derives the columns from the noun's model, `writing` makes the files, `reading` turns a file into cells with
positions, and `dry_run` reports every mistake by row and cell and what would change.
"""

from command_center.plant_table.dry_run import DryRun, dry_run
from command_center.plant_table.reading import Cells, ReaderBusy, TableError, opened
from command_center.plant_table.writing import CSV_TYPE, XLSX_TYPE, csv_of, workbook_of

__all__ = [
    "CSV_TYPE", "XLSX_TYPE", "Cells", "DryRun", "ReaderBusy", "TableError", "csv_of", "dry_run", "opened",
    "workbook_of",
]  # fmt: skip
