"""Returns every server error as problem+json in the caller's language."""

import secrets

from flask import Flask, Response, request
from sqlalchemy.exc import InterfaceError, OperationalError
from sqlalchemy.exc import TimeoutError as NoConnection
from werkzeug.exceptions import HTTPException, MethodNotAllowed, NotFound

from command_center import log
from command_center.web.request import problem
from command_center.web.request.language import language_of
from command_center.web.request.problem import Problem

_log = log.get(__name__)


def answer_problem(met: Problem, language: str) -> Response:
    """Return the response to a problem in the current request; `language` is the site's."""
    lang = language_of(request.environ, language)
    response = Response(
        problem.answer(met, lang, request.path), met.status, content_type=problem.CONTENT_TYPE
    )
    response.headers["Cache-Control"] = "no-store"
    response.headers["Content-Language"] = lang
    response.headers.extend(met.headers)
    return response


def install_errors(server: Flask, language: str) -> None:
    """Install handlers for Problems, unknown paths, wrong methods, an unreachable database, and internal errors."""

    @server.errorhandler(Problem)
    def met(error: Problem) -> Response:
        return answer_problem(error, language)

    @server.errorhandler(NotFound)
    def nothing(error: NotFound) -> Response:
        return answer_problem(Problem("not_found", 404, path=request.path), language)

    @server.errorhandler(MethodNotAllowed)
    def wrong_method(error: MethodNotAllowed) -> Response:
        allowed = ", ".join(sorted(error.valid_methods or ()))
        return answer_problem(
            Problem(
                "method_not_allowed",
                405,
                headers={"Allow": allowed},
                method=request.method,
                path=request.path,
                allowed=allowed,
            ),
            language,
        )

    @server.errorhandler(OperationalError)
    @server.errorhandler(InterfaceError)
    @server.errorhandler(NoConnection)
    def database_away(error: Exception) -> Response:
        # Asked for who calls, every door meets it first; it comes back without us.
        _log.error("the database does not answer", path=request.path, error=str(error))
        away = Problem("unavailable", 503, headers={"Retry-After": "2"})
        return answer_problem(away, language)

    @server.errorhandler(Exception)
    def mistake(error: Exception) -> Response | HTTPException:
        if isinstance(error, HTTPException):
            return error
        reference = secrets.token_hex(4)
        _log.error("request failed", reference=reference, path=request.path, exc_info=error)
        return answer_problem(Problem("internal", 500, reference=reference), language)
