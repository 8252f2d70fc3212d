"""`Panel(of="levels")`: a part of the page that the browser draws from the live board.

It is a Dash component of our own, with its browser part in `assets/live/react_panels.js`: it lives in Dash's tree and
redraws when rows change, without any callback.
"""

from typing import Any

from dash.development.base_component import Component


class Panel(Component):
    """A panel. `of` names the drawing function registered with `panel` in `assets`, which places the `children`."""

    _children_props: list[str] = []  # noqa: RUF012 - Dash's own way
    _base_nodes: list[str] = ["children"]  # noqa: RUF012 - Dash's own way
    _namespace = "center"
    _type = "Panel"
    _prop_names: list[str] = ["children", "id", "of", "args"]  # noqa: RUF012 - Dash's own way
    _valid_wildcard_attributes: list[str] = []  # noqa: RUF012 - Dash's own way
    available_properties: list[str] = _prop_names
    available_wildcard_properties: list[str] = []  # noqa: RUF012 - Dash's own way

    def __init__(self, of: str, *, children: Any = None, **props: Any) -> None:
        given = {"of": of, **props}
        if children is not None:
            given["children"] = children
        super().__init__(**given)
