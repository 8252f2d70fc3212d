"""Importing this module declares every kind of row, in the order in which AsyncAPI lists them."""

# isort: off
from command_center.live.rows.alarms import alarm_rows
from command_center.live.rows.readiness import break_glass_rows
from command_center.live.rows.center import center_rows
from command_center.live.rows.center import commissioning_rows
from command_center.live.rows.people import contact_rows
from command_center.live.rows.directives import directive_rows
from command_center.live.rows.resources import dispatch_rows
from command_center.live.rows.exercises import drill_rows
from command_center.live.rows.alarms import found_alarm_rows
from command_center.live.rows.readiness import impaired_rows
from command_center.live.rows.incidents import incident_rows
from command_center.live.rows.people import inside_rows
from command_center.live.rows.resources import keeping_rows
from command_center.live.rows.levels import level_rows
from command_center.live.rows.directives import matrix_rows
from command_center.live.rows.matters import matter_rows
from command_center.live.rows.incidents import official_rows
from command_center.live.rows.told import paging_rows
from command_center.live.rows.people import people_rows
from command_center.live.rows.alarms import plant_alarm_rows
from command_center.live.rows.center import plant_rows
from command_center.live.rows.levels import plume_rows
from command_center.live.rows.readiness import readiness_rows
from command_center.live.rows.incidents import report_rows
from command_center.live.rows.resources import resource_rows
from command_center.live.rows.exercises import review_rows
from command_center.live.rows.incidents import siren_rows
from command_center.live.rows.people import sos_rows
from command_center.live.rows.resources import stock_rows
from command_center.live.rows.resources import store_rows
from command_center.live.rows.resources import team_rows
from command_center.live.rows.center import ticker_rows
from command_center.live.rows.readiness import upkeep_rows
from command_center.live.rows.levels import valve_rows
from command_center.live.rows.matters import work_rows

MODULES = (
    alarm_rows,
    break_glass_rows,
    center_rows,
    commissioning_rows,
    contact_rows,
    directive_rows,
    dispatch_rows,
    drill_rows,
    impaired_rows,
    found_alarm_rows,
    incident_rows,
    keeping_rows,
    inside_rows,
    level_rows,
    matrix_rows,
    matter_rows,
    official_rows,
    paging_rows,
    people_rows,
    plant_alarm_rows,
    plant_rows,
    plume_rows,
    readiness_rows,
    report_rows,
    resource_rows,
    review_rows,
    siren_rows,
    sos_rows,
    stock_rows,
    store_rows,
    team_rows,
    ticker_rows,
    upkeep_rows,
    valve_rows,
    work_rows,
)
