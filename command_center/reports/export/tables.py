"""Every table of a review, by name and in the order of the sheets."""

from collections.abc import Callable

from command_center.reports.export.course_tables import (
    deliveries_table,
    expectations_table,
    injects_table,
    levels_table,
    planned_table,
)
from command_center.reports.export.judgement_tables import (
    actions_table,
    findings_table,
    photographs_table,
    ratings_table,
    sentences_table,
)
from command_center.reports.export.reader import Reader
from command_center.reports.export.table import Table
from command_center.reports.export.timing_tables import figures_table, timing_table

TABLES: dict[str, Callable[[Reader], Table]] = {
    "timing": timing_table,
    "figures": figures_table,
    "expectations": expectations_table,
    "ratings": ratings_table,
    "photographs": photographs_table,
    "findings": findings_table,
    "actions": actions_table,
    "injects": injects_table,
    "planned": planned_table,
    "deliveries": deliveries_table,
    "sentences": sentences_table,
    "levels": levels_table,
}
