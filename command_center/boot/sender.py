"""A process that only sends messages: `python -m command_center.boot.sender [SITE_ID]`, configured by CC_*.

It needs the shared database and a channels file, but no site file: the database holds what to send, to whom and until
when. So it can run in a network zone that may reach the message services while the board's zone may not. It plans
nothing and writes no facts; the leading web process does.
"""

from gevent import monkey

monkey.patch_all()

import os  # noqa: E402
import platform  # noqa: E402
import secrets  # noqa: E402
import signal  # noqa: E402
import sys  # noqa: E402

import gevent  # noqa: E402
from gevent.event import Event  # noqa: E402
from pydantic import ValidationError  # noqa: E402
from sqlalchemy.exc import DBAPIError  # noqa: E402

from command_center import log  # noqa: E402
from command_center.boot.settings_said import wrong_settings  # noqa: E402
from command_center.clock import Clock  # noqa: E402
from command_center.notify.channels_file import read_channels  # noqa: E402
from command_center.notify.routes import routes_of  # noqa: E402
from command_center.notify.sending.sending import Sending  # noqa: E402
from command_center.settings import Settings  # noqa: E402
from command_center.site_file.problem import DescriptionError  # noqa: E402
from command_center.store.database.damage import first_line  # noqa: E402
from command_center.store.database.databases import databases  # noqa: E402
from command_center.store.people.address_book import AddressBook  # noqa: E402
from command_center.store.reference import sites_kept  # noqa: E402
from command_center.words import say  # noqa: E402
from command_center.words.terminal import terminal_language  # noqa: E402
from command_center.words.worded_error import Said  # noqa: E402

_log = log.get(__name__)


def main(asked: str | None) -> int:
    """Send until SIGTERM or SIGINT; return the exit status. Errors are printed on standard error."""
    lang = terminal_language(os.environ)
    try:
        settings = Settings()
    except ValidationError as error:
        return _wrong("\n".join(wrong_settings(lang, error)))
    log.configure(settings.log_level, as_json=settings.log_json)
    if settings.database_url is None:
        return _wrong(say(lang, "cli.sender.no_database"))
    if settings.channels is None:
        return _wrong(say(lang, "cli.sender.no_channels"))
    try:
        file = read_channels(settings.channels)
        with databases(settings) as stores:
            known = sites_kept(stores.journal)
            site = asked or (known[0] if len(known) == 1 else None)
            if site is None or site not in known:
                return _wrong(say(lang, "cli.sender.which_site", sites=known or ["-"]))
            holder = f"sender {platform.node()} {secrets.token_hex(4)}"
            sending = Sending(
                stores.journal, site, holder, file.providers(), routes_of(file.entries),
                AddressBook(stores.journal, site).address, Clock().elapsed,
            )  # fmt: skip
            _serve(sending, site)
    except DBAPIError as error:
        return _wrong(say(lang, "store.unusable", why=first_line(error)))
    except (DescriptionError, Said) as error:
        return _wrong(error.sentence(lang))
    return 0


def _serve(sending: Sending, site: str) -> None:
    stopping = Event()
    for number in (signal.SIGTERM, signal.SIGINT):
        gevent.signal_handler(number, stopping.set)
    sending.start()
    _log.info("sending", site=site, channels=sorted(sending.pools))
    stopping.wait()
    sending.stop()


def _wrong(sentence: str) -> int:
    sys.stderr.write(f"{sentence}\n")
    return 1


if __name__ == "__main__":
    sys.exit(main(sys.argv[1] if len(sys.argv) > 1 else None))
