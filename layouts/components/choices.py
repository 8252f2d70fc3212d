"""What a choice says by itself (search, select all, nothing found), in the viewer's language."""

from dash import dcc
from dash.development.base_component import Component

from layouts.view import View

LABELS = (
    "select_all", "deselect_all", "selected_count", "search", "clear_search", "clear_selection",
    "no_options_found",
)  # fmt: skip
"""Dash's own names; the words are `choice.NAME` of the catalogue."""


def choices_speak(tree: Component, view: View) -> Component:
    """The tree with the words of every choice in it: no page has to think of them."""
    labels = {name: view.say(f"choice.{name}", n="{num_selected}") for name in LABELS}
    for part in [tree, *tree._traverse()]:
        if isinstance(part, dcc.Dropdown):
            part.labels = labels  # type: ignore[attr-defined]
    return tree
