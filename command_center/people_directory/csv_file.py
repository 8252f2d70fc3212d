"""People from a file of the personnel office."""

import csv
from collections.abc import Iterator
from pathlib import Path

from command_center.people_directory.mapping import Record
from command_center.people_directory.rules import FileSource, SyncRules, WrongRules


def records(path: Path, rules: SyncRules) -> Iterator[tuple[str, Record]]:
    """Every row as `row N` and its values. Raises WrongRules for a file without the columns that the rules name."""
    source = rules.csv or FileSource()
    try:
        with path.open(encoding=source.encoding, newline="") as file:
            reader = csv.DictReader(file, delimiter=source.delimiter, strict=True)
            columns = list(reader.fieldnames or ())
            if lacking := sorted(rules.named - set(columns)):
                raise WrongRules(
                    "people.sync.no_column", path=str(path), columns=", ".join(lacking)
                )
            for row in reader:
                yield (
                    f"row {reader.line_num}",
                    {k: [v] for k, v in row.items() if isinstance(k, str) and isinstance(v, str)},
                )
    except (OSError, UnicodeDecodeError, LookupError, csv.Error) as error:
        why = " ".join(str(error).split())[:300]
        raise WrongRules("people.sync.unreadable", path=str(path), why=why) from error
