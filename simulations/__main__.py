"""Runs a simulated plant and its people: `python -m simulations --site sites/demo --url http://127.0.0.1:8050`."""

import argparse
import sys
from pathlib import Path

from pydantic import ValidationError

from command_center import log
from command_center.demo.devices import Ports
from command_center.site_file import SiteFileError
from simulations.exercise.player import play
from simulations.run import Options, run
from simulations.scenario import UnknownIds
from simulations.tokens import VARIABLE, read_tokens

LEAK_AFTER_S = 15.0
"""`--leak` lets a watcher see the quiet plant first."""


def main() -> int:
    """Read the command line and the tokens, and run the simulation; return the exit status."""
    parser = argparse.ArgumentParser(prog="simulations", description=__doc__)
    parser.add_argument("--site", type=Path, required=True, help="a site's folder or site.yaml")
    parser.add_argument("--url", default="http://127.0.0.1:8050")
    parser.add_argument("--seed", type=int, default=1, help="same seed, same night")
    parser.add_argument("--speed", type=float, default=1.0, help="simulated seconds a second")
    parser.add_argument("--leak", action="store_true", help="start the leak soon")
    parser.add_argument("--leak-after", type=float, metavar="S", help="start the leak after S s")
    parser.add_argument(
        "--state",
        type=Path,
        metavar="FILE",
        help="keep the night in FILE, and go on with the one kept there",
    )
    parser.add_argument(
        "--devices",
        type=int,
        nargs=3,
        metavar=("OPCUA", "MODBUS", "MQTT"),
        help="tell readings by devices on these ports, for a gateway to read, and post none",
    )
    parser.add_argument(
        "--exercise", action="store_true", help="wait for a drill that runs, and play it"
    )
    parser.add_argument(
        "--parent", type=int, metavar="PID", help="end when this process, which began it, has ended"
    )
    given = parser.parse_args()
    after = given.leak_after if given.leak_after is not None else None
    if after is None and given.leak:
        after = LEAK_AFTER_S
    log.configure("warning")
    try:
        tokens = read_tokens()
        if given.exercise:
            return play(given.site, given.url, tokens, given.state, given.parent)
        ports = None
        if given.devices:
            opcua, modbus, mqtt = given.devices
            ports = Ports(opcua, modbus, mqtt, metrics=0)
        options = Options(given.site, given.url, given.seed, given.speed, after, given.state, ports)
        return run(options, tokens)
    except (ValidationError, UnknownIds, SiteFileError, OSError) as error:
        sys.stderr.write(f"simulations: {error}\n")
        if isinstance(error, ValidationError):
            sys.stderr.write(f"(tokens come as JSON on standard input or in {VARIABLE})\n")
        return 2


if __name__ == "__main__":
    sys.exit(main())
