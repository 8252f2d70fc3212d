"""The `web` process (`python -m command_center`). Its settings come from CC_* environment variables only.

gevent patches the standard library first, because every module imported later must find patched sockets and locks.
"""

import gc

gc.disable()  # nothing of what a start makes is garbage: looking for it took a sixth of the time

from gevent import monkey  # noqa: E402

monkey.patch_all()

import os  # noqa: E402
import sys  # noqa: E402

from pydantic import ValidationError  # noqa: E402
from sqlalchemy.exc import DBAPIError  # noqa: E402

from command_center import log  # noqa: E402
from command_center.boot.app import build  # noqa: E402
from command_center.boot.garbage import begin_collecting  # noqa: E402
from command_center.boot.handles import raise_handle_limit  # noqa: E402
from command_center.boot.ports import why_taken  # noqa: E402
from command_center.boot.serving import serve  # noqa: E402
from command_center.boot.settings_said import wrong_settings  # noqa: E402
from command_center.clock import Clock  # noqa: E402
from command_center.domain.fold import UnknownFact  # noqa: E402
from command_center.settings import Settings  # noqa: E402
from command_center.site_file import load  # noqa: E402
from command_center.site_file.problem import DescriptionError  # noqa: E402
from command_center.store.database.damage import first_line  # noqa: E402
from command_center.store.database.databases import databases  # noqa: E402
from command_center.words import say, spoken  # noqa: E402
from command_center.words.system import why  # noqa: E402
from command_center.words.terminal import terminal_language  # noqa: E402
from command_center.words.worded_error import Said  # noqa: E402

SWITCH_S = 0.0005
"""After so long a thread beside the loop hands it the interpreter. Python's usual 5 ms are paid at each of
the half dozen times that a command comes back to the loop."""


def main() -> int:
    """Run the server and return the exit status. An error is printed as one line on standard error."""
    lang = terminal_language(os.environ)
    try:
        settings = Settings()
    except ValidationError as error:
        return _wrong("\n".join(wrong_settings(lang, error)))
    sys.setswitchinterval(SWITCH_S)
    log.configure(settings.log_level, as_json=settings.log_json)
    clock = Clock(settings.clock_offset_ms)
    try:
        if settings.site is None:
            return _wrong(say(lang, "cli.serve.no_site"))
        site = load(settings.site, clock=clock)  # a demonstration's night has its own calendar day
        if taken := why_taken(settings.host, settings.port):
            return _wrong(spoken(lang, taken))
        with databases(settings) as stores:
            server = build(settings, site, stores, clock)
            begin_collecting()
            serve(server, settings, handles=raise_handle_limit())
    except DBAPIError as error:
        return _wrong(say(lang, "store.unusable", why=first_line(error)))
    except UnknownFact as error:
        return _wrong(say(lang, "store.unknown_fact", seq=error.seq, kind=error.kind))
    except (DescriptionError, Said) as error:
        return _wrong(error.sentence(lang))
    except OSError as error:
        return _wrong(say(lang, "cli.os_error", why=why(error)))
    return 0


def _wrong(sentence: str) -> int:
    sys.stderr.write(f"{sentence}\n")
    return 1


if __name__ == "__main__":
    sys.exit(main())
