"""The reader of a file: their language, the plant's time zone, and the names of ids."""

from collections.abc import Iterable
from typing import Any

from command_center.reports.export.dossier import Dossier
from command_center.reports.sentence_text import span
from command_center.reports.speaker import NONE, Speaker
from command_center.reports.zone_words import zone_words
from command_center.words import LANGUAGES, say

__all__ = ["MARK", "NONE", "Reader", "fact_numbers", "mark_in_all", "row_ends"]

MARK = "review.exercise_mark"


def mark_in_all() -> str:
    """Return the exercise's mark in every language, for anybody who is handed a page."""
    return " ".join(say(lang, MARK) for lang in LANGUAGES)


class Reader(Speaker):
    """Renders everything of one dossier in one language."""

    def __init__(self, dossier: Dossier, lang: str) -> None:
        super().__init__(dossier.site, lang)
        self.dossier = dossier

    def either(self, name: str) -> str:
        """The sentence for a drill or for a real incident, whichever the dossier is of."""
        if self.dossier.exercise:
            return self.say(f"export.drill.{name}")
        return self.say(f"export.incident.{name}")

    @property
    def zone_said(self) -> str:
        """The plant's time zone with its UTC offset at that time."""
        return zone_words(self.zone, (self.dossier.began_at,))

    def target(self, row: Any) -> str:
        """Return the target that a row is compared with, and its source."""
        source = self.say(f"target.{row['target_source']}")
        if row["target_s"] is None:
            return source
        if row["row"] == "drain_margin":
            return self.say("timing.above_zero")
        share = row["target_share"]
        at = self.say("timing.at_share", percent=round(share * 100)) if share < 1 else ""
        return " ".join(part for part in (span(row["target_s"]), at, source) if part)


def fact_numbers(seqs: Iterable[int]) -> str:
    """Return the numbers of facts, with consecutive ones as a range: #4, #7–#12."""
    runs: list[list[int]] = []
    for seq in sorted(set(seqs)):
        if runs and seq == runs[-1][-1] + 1:
            runs[-1].append(seq)
        else:
            runs.append([seq])
    told = [
        f"#{run[0]}–#{run[-1]}" if len(run) > 2 else ", ".join(f"#{seq}" for seq in run)
        for run in runs
    ]
    return ", ".join(told)


def row_ends(row: Any) -> str:
    """Return the numbers of the facts with which a timing row begins and ends."""
    ends = [f"#{seq}" if seq else NONE for seq in (row["start_seq"], row["stop_seq"])]
    return NONE if ends == [NONE, NONE] else " → ".join(ends)
