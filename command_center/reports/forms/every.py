"""All printed forms, by name."""

from collections.abc import Callable, Mapping

from command_center.reports.export.forms.sheet import Sheet
from command_center.reports.forms.gathered import Gathered
from command_center.reports.forms.ics_201 import ics_201
from command_center.reports.forms.ics_203 import ics_203
from command_center.reports.forms.ics_204 import ics_204
from command_center.reports.forms.ics_211 import ics_211
from command_center.reports.forms.ics_214 import ics_214

FORMS: Mapping[str, Callable[[Gathered], Sheet]] = {
    "ics-201": ics_201,
    "ics-203": ics_203,
    "ics-204": ics_204,
    "ics-211": ics_211,
    "ics-214": ics_214,
}
