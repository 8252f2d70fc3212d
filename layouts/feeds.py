"""The page of the feeds: what each tag says and how one knows that it is true, for whoever commissions them."""

from dash import html

from layouts.components.panel import Panel
from layouts.view import View


def feeds(view: View) -> html.Div:
    """The tags by gateway and connection on the left; what was not taken, and how forecasts held, on the right."""
    return html.Div(
        [
            html.Section(Panel("feeds_tags"), className="panel feeds-main"),
            html.Section(Panel("feeds_side"), className="panel feeds-side"),
        ],
        className="desk feeds",
    )
