"""The forms of the pages: each is data, derived from its command."""

import command_center.domain.areas  # noqa: F401 - declares every command
from command_center.domain.registry import COMMANDS
from layouts.forms.form import Field, Form
from layouts.forms.reach import more_forms, panel_forms

OF_PANELS: dict[str, tuple[Form, ...]] = panel_forms(COMMANDS)
"""By the panel of the command page that they lie in."""

MORE: tuple[Form, ...] = tuple(more_forms(COMMANDS))
"""The forms of the drawer "more commands"."""

FORMS: tuple[Form, ...] = (*(form for forms in OF_PANELS.values() for form in forms), *MORE)
"""Every form."""

__all__ = ["FORMS", "MORE", "OF_PANELS", "Field", "Form"]
