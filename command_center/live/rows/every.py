"""Importing this module declares every kind of row there is."""

from command_center.live.rows import (
    alarm_rows,
    center_rows,
    directive_rows,
    drill_rows,
    incident_rows,
    level_rows,
    official_rows,
    paging_rows,
    people_rows,
    plume_rows,
    readiness_rows,
    report_rows,
    resource_rows,
    review_rows,
    ticker_rows,
    valve_rows,
)

MODULES = (
    alarm_rows,
    center_rows,
    directive_rows,
    drill_rows,
    incident_rows,
    level_rows,
    official_rows,
    paging_rows,
    people_rows,
    plume_rows,
    readiness_rows,
    report_rows,
    resource_rows,
    review_rows,
    ticker_rows,
    valve_rows,
)
