"""Every REST door of the center, as it is declared."""

from command_center.web import rest as rest  # noqa: PLC0414 - its doors declare themselves
from command_center.web.request.rest_doors import DOORS, RestDoor

EVERY_DOOR: tuple[RestDoor, ...] = tuple(DOORS.values())
