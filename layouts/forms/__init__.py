"""The forms of the command page: each is data (command, fields) and a drawing."""

from layouts.forms.directive import DIRECTIVE
from layouts.forms.evacuation import CHECK_IN, EVACUATION
from layouts.forms.form import Form
from layouts.forms.incident import OPEN, TRANSFER
from layouts.forms.report import REPORT

FORMS: tuple[Form, ...] = (OPEN, TRANSFER, REPORT, DIRECTIVE, EVACUATION, CHECK_IN)
"""Every form that the callbacks bind."""

__all__ = ["CHECK_IN", "DIRECTIVE", "EVACUATION", "FORMS", "OPEN", "REPORT", "TRANSFER", "Form"]
