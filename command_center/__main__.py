"""The `web` process: `python -m command_center`, set up by CC_* alone.

gevent patches first: everything imported afterwards must already find its sockets and locks.
"""

from gevent import monkey

monkey.patch_all()

import sys  # noqa: E402
from datetime import datetime  # noqa: E402

from pydantic import ValidationError  # noqa: E402
from sqlalchemy.exc import OperationalError  # noqa: E402

from command_center import log  # noqa: E402
from command_center.app import build  # noqa: E402
from command_center.clock import Clock  # noqa: E402
from command_center.databases import NotMigrated, databases, first_line  # noqa: E402
from command_center.ports import why_taken  # noqa: E402
from command_center.serving import serve  # noqa: E402
from command_center.settings import Settings, wrong_settings  # noqa: E402
from command_center.site_file import SiteFileError, load  # noqa: E402
from command_center.store.lock import DatabaseInUse  # noqa: E402
from command_center.store.reference import keep_site  # noqa: E402


def main() -> int:
    """Serve; returns the exit status. What is wrong is said in one line on standard error."""
    try:
        settings = Settings()
    except ValidationError as error:
        sys.stderr.write("".join(f"{line}\n" for line in wrong_settings(error)))
        return 1
    log.configure(settings.log_level, as_json=settings.log_json)
    clock = Clock(settings.clock_offset_ms)
    try:
        if settings.site is None:
            raise SystemExit("Which plant? Set CC_SITE or use `command-center serve --site FILE`.")
        site = load(settings.site)
        if clock.offset_ms:  # a demonstration's night has its own calendar day
            local = datetime.fromtimestamp(clock.now() / 1000, site.zone)
            site = load(settings.site, today=local.date())
        if taken := why_taken(settings.host, settings.port):
            sys.stderr.write(f"{taken}\n")
            return 1
        with databases(settings) as stores:
            keep_site(stores.journal, site.id, site.model_dump_json(), clock.now())
            serve(build(settings, site, stores, clock), settings, shared=stores.shared)
    except OperationalError as error:
        sys.stderr.write(f"The database cannot be used: {first_line(error)}\n")
        return 1
    except (SiteFileError, DatabaseInUse, NotMigrated, OSError) as error:
        sys.stderr.write(f"{error}\n")
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main())
