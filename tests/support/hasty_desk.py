"""A process that does nothing but give commands at its own Desk, as fast as it can.

    python -m tests.support.hasty_desk DATABASE_URL NAME COUNT

Prints `ready`, waits for a line, gives COUNT reports, and prints how many were accepted and the
most often that one had to be decided.
"""

import sys

from command_center.desk import Accepted
from command_center.domain.refusal import Decision
from command_center.domain.registry import Command, CommandSpec, Context
from command_center.domain.state import State
from tests.support.factories import ControlRoom, person


def main() -> None:
    url, name, count = sys.argv[1], sys.argv[2], int(sys.argv[3])
    room = ControlRoom(url, shift=None)
    decided, most = [0], 0
    decide = room.desk._decision

    def counted(state: State, spec: CommandSpec, command: Command, ctx: Context) -> Decision:
        decided[0] += 1
        return decide(state, spec, command, ctx)

    room.desk._decision = counted  # type: ignore[method-assign]  # to be counted
    print("ready", flush=True)
    sys.stdin.readline()
    accepted = 0
    for number in range(count):
        decided[0] = 0
        data = {"channel": "call", "place": "tank", "text": f"{name}:{number}"}
        answer = room.desk.submit("report.receive", data, person("ann"), key=f"{name}:{number}")
        accepted += isinstance(answer, Accepted)
        most = max(most, decided[0])
    print(accepted, most, flush=True)


if __name__ == "__main__":
    main()
