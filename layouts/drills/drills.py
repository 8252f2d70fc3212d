"""The drill console of the directing staff: prepare, seal, start, direct and reveal a drill."""

from dash import html

from command_center.domain.actor import Role
from layouts.components.figure import Figures
from layouts.components.panel import Panel
from layouts.documents import address, title
from layouts.view import View

DIRECTION = frozenset({Role.CONTROLLER, Role.EVALUATOR})
"""Who may see what a drill has in store. The server's doors hold it too; this draws no empty desk."""


FIGURES = Figures("drills", ("script",))
"""Of the drill that runs, or of the scenario that is looked at."""


def drills(view: View) -> html.Div:
    """Return the console; other viewers see what they may know of drills, and that the console is not theirs.
    `callbacks/drills.py` makes its figure.
    """
    if view.viewer is None or view.viewer.role not in DIRECTION:
        say = view.say
        told = [
            html.H2([html.Span(say("drills.title")), html.B()]),
            html.P(say("drills.not_yours")),
            html.P(say("drills.not_yours_demo"), className="label") if view.demo else None,
            html.P(
                [
                    html.A(say("drills.to_reviews"), href="/reviews", className="act"),
                    html.A(title("drills", view), href=address("drills"), className="act"),
                ],
                className="actions",
            ),
        ]
        about = html.Section(told, className="panel")
        return html.Div(Panel("drills_told", children=about), className="desk drills")
    children = [FIGURES.stores(), FIGURES.place("script", view)]
    return html.Div(Panel("drills", children=children), className="desk drills")
