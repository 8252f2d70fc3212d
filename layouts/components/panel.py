"""`Panel(of="levels")`: a place of the page that the browser draws from the live board.

It is a Dash component of our own, whose browser side is `assets/js/react_panels.js`: it lives in
Dash's tree, and redraws when rows change without any callback.
"""

from typing import Any, ClassVar

from dash.development.base_component import Component


class Panel(Component):
    """`of` names the drawing registered in `assets/js/panels`; `children` are placed by it."""

    _children_props: ClassVar[list[str]] = []
    _base_nodes: ClassVar[list[str]] = ["children"]
    _namespace = "center"
    _type = "Panel"
    _prop_names: ClassVar[list[str]] = ["children", "id", "of", "args"]
    _valid_wildcard_attributes: ClassVar[list[str]] = []
    available_properties: ClassVar[list[str]] = _prop_names
    available_wildcard_properties: ClassVar[list[str]] = []

    def __init__(self, of: str, *, children: Any = None, **props: Any) -> None:
        given = {"of": of, **props}
        if children is not None:
            given["children"] = children
        super().__init__(**given)
