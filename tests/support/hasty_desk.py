"""A process that does nothing but give commands at its own Desk, as fast as it can.

    python -m tests.support.hasty_desk DATABASE_URL NAME COUNT

Prints `ready`, waits for a line, gives COUNT reports, and prints how many were accepted and the
most often that one had to be decided.
"""

import sys
from unittest import mock

from command_center.desk import Accepted, desk
from command_center.domain.deciding import decided
from command_center.domain.refusal import Decision
from command_center.domain.registry import Command, CommandSpec, Context
from command_center.domain.state import State
from tests.support.factories import ControlRoom, person


def main() -> None:
    url, name, count = sys.argv[1], sys.argv[2], int(sys.argv[3])
    room = ControlRoom(url, shift=None)
    times, most = [0], 0

    def counted(state: State, spec: CommandSpec, command: Command, ctx: Context) -> Decision:
        times[0] += 1
        return decided(state, spec, command, ctx)

    print("ready", flush=True)
    sys.stdin.readline()
    accepted = 0
    with mock.patch.object(desk, "decided", counted):
        for number in range(count):
            times[0] = 0
            data = {"channel": "call", "place": "tank", "text": f"{name}:{number}"}
            answer = room.desk.submit("report.receive", data, person("ann"), key=f"{name}:{number}")
            accepted += isinstance(answer, Accepted)
            most = max(most, times[0])
    print(accepted, most, flush=True)


if __name__ == "__main__":
    main()
