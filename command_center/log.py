"""Structured logs: one event on each line, to standard error, readable by people or by a log collector."""

import logging
import re
import sys
import traceback
from typing import TextIO

import structlog
from structlog.tracebacks import ExceptionDictTransformer

_CONTROL = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\u2028\u2029]")
"""What moves a terminal's cursor or starts a line, tab and newline apart (those are quoted)."""


def configure(level: str = "info", *, as_json: bool = False) -> None:
    """Send structlog's and the standard library's records through one renderer.

    `level` is debug, info, warning or error. `as_json` writes a JSON object a line. Times are
    UTC: the site's time zone belongs to screens, not to logs.
    """
    shared: list[structlog.typing.Processor] = [
        structlog.contextvars.merge_contextvars,
        structlog.stdlib.add_log_level,
        structlog.stdlib.add_logger_name,
        structlog.processors.TimeStamper(fmt="iso", utc=True),
        structlog.processors.StackInfoRenderer(),
    ]
    structlog.configure(
        processors=[
            structlog.stdlib.filter_by_level,
            *shared,
            structlog.stdlib.ProcessorFormatter.wrap_for_formatter,
        ],
        logger_factory=structlog.stdlib.LoggerFactory(),
        wrapper_class=structlog.stdlib.BoundLogger,
        cache_logger_on_first_use=True,
    )
    last: list[structlog.typing.Processor]
    if as_json:
        # Never with the frames' variables, structlog's own default: passwords and tokens are among them.
        told = ExceptionDictTransformer(show_locals=False)
        last = [structlog.processors.ExceptionRenderer(told), structlog.processors.JSONRenderer()]
    else:
        eyes = structlog.dev.ConsoleRenderer(
            colors=sys.stderr.isatty(), exception_formatter=_told_plainly
        )
        last = [_without_control, eyes]
    handler = logging.StreamHandler(sys.stderr)
    handler.setFormatter(
        structlog.stdlib.ProcessorFormatter(
            foreign_pre_chain=shared,
            processors=[structlog.stdlib.ProcessorFormatter.remove_processors_meta, *last],
        )
    )
    root = logging.getLogger()
    root.handlers[:] = [handler]
    root.setLevel(level.upper())
    for chatty in ("werkzeug", "engineio", "socketio", "urllib3", "alembic"):
        logging.getLogger(chatty).setLevel(logging.WARNING)
    # They tell every message of theirs and each failed try; who uses them says once what is wrong.
    for protocol in ("asyncua", "pymodbus", "amqtt", "transitions"):
        logging.getLogger(protocol).setLevel(logging.CRITICAL)


def _without_control(
    logger: structlog.typing.WrappedLogger, method: str, event: structlog.typing.EventDict
) -> structlog.typing.EventDict:
    """A stranger's words cannot draw on the terminal that shows the log: escapes are written out."""
    for key, value in event.items():
        if isinstance(value, str) and key != "exception":
            event[key] = _written_out(value)
    return event


def _told_plainly(to: TextIO, error: structlog.typing.ExcInfo) -> None:
    """A traceback without the frames' variables; what it quotes from outside draws nothing."""
    to.write("\n" + _written_out("".join(traceback.format_exception(*error))))


def _written_out(text: str) -> str:
    return _CONTROL.sub(lambda found: f"\\x{ord(found[0]):02x}", text)


def get(name: str) -> structlog.stdlib.BoundLogger:
    """Return the logger of one module; events are short past-tense phrases, details are keywords."""
    logger: structlog.stdlib.BoundLogger = structlog.stdlib.get_logger(name)
    return logger
