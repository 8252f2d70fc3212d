"""Makes the figures of a review: the response, planned against actual, the intervention time over all cases."""

from collections.abc import Callable

import plotly.graph_objects as go
from dash import Dash
from pydantic import Field

from callbacks.figures import Analysis, FiguresAsked, Filled, bind
from command_center.reports.speaker import Speaker
from command_center.web.doors.drills.reviews_api import GET_REVIEWS_NAME, report_of, subject_of
from layouts.components.figure import drawn
from layouts.drills.reviews import FIGURES
from layouts.figures.review import over_cases, planned, waterfall
from layouts.view import View


class ReviewAsked(FiguresAsked):
    """The review whose figures are requested, of an incident or drill."""

    review: str = Field(min_length=1, max_length=60)


def register(app: Dash, analysis: Analysis, view_of_request: Callable[[], View]) -> None:
    """Register the callback that fills the places of a review's figures."""
    sources = analysis.sources()

    def draw(asked: ReviewAsked, view: View) -> Filled:
        GET_REVIEWS_NAME.let_in(analysis.callers)
        subject = subject_of(sources, asked.review)
        report = report_of(sources, analysis.desk, subject, analysis.clock.now())
        told, look = Speaker(sources.site_of(subject), view.lang), asked.look.look()

        def made() -> dict[str, go.Figure | None]:
            return {
                "waterfall": waterfall(report, told, look),
                "planned": planned(report, told, look),
                "over": over_cases(report, "intervention", told, look),
            }

        labels = {
            "waterfall": "review.waterfall_label",
            "planned": "review.planned",
            "over": "review.over_cases",
        }
        figures = analysis.beside.do(made)
        return Filled(
            {
                name: drawn(figure, FIGURES.place_id(name), view.say(labels[name]))
                for name, figure in figures.items()
                if figure is not None
            }
        )

    bind(app, FIGURES, ReviewAsked, draw, view_of_request)
