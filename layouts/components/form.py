"""Labelled fields, and the answer under a form."""

from typing import Any

from dash import dcc, html
from dash.development.base_component import Component


def field(label: str, control: Component) -> html.Label:
    """A control with its label above it."""
    return html.Label([html.Span(label), control], className="field")


def choice(field_id: str, options: list[dict[str, str]], **props: Any) -> dcc.Dropdown:
    """One (or, with `multi`, several) of the plant's parts."""
    return dcc.Dropdown(id=field_id, options=options, className="choice", **props)


def line(field_id: str, **props: Any) -> dcc.Input:
    """One line of text or a number."""
    return dcc.Input(id=field_id, className="text", autoComplete="off", **props)


def answer_box(ok: bool, text: str, mend: str | None) -> html.Div:
    """What became of it, with the reason and what would mend it."""
    kind = "accepted" if ok else "refused"
    sign = html.Span("✓" if ok else "■", className=f"sign {'good' if ok else 'urgent'}")
    words: list[Any] = [html.B(text)]
    if mend:
        words.append(html.Span(mend))
    return html.Div([sign, html.Div(words)], className=f"answer {kind}", role="status")
