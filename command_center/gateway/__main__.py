"""The gateway's process: `python -m command_center.gateway FILE CLOCK_OFFSET_MS`.

`command-center gateway run` turns into it after checking the file. A gateway runs for months on a small machine, so
it keeps nothing of the command line in memory.
"""

import asyncio
import gc
import pickle
import sys
from pathlib import Path

from command_center import log
from command_center.clock import Clock
from command_center.gateway.file.reading import Gateway, GatewayFileError, read_gateway
from command_center.gateway.runner import run


def main() -> int:
    """Run the gateway of a file until SIGTERM or SIGINT. Returns 1 if the file is wrong."""
    file, offset_ms = sys.argv[1:]
    log.configure("info")
    try:
        gateway = read_and_pack(Path(file))
    except GatewayFileError as wrong:
        log.get(__name__).error("the gateway's file cannot be used", why=str(wrong))
        return 1
    asyncio.run(run(gateway, Clock(int(offset_ms))))
    return 0


def read_and_pack(file: Path) -> Gateway:
    """Read a gateway file as `read_gateway` does, then rebuild the result by pickling. This frees the memory that
    reading fragments: 13 MB for 5,000 tags, which Python could not return otherwise.
    """
    packed = pickle.dumps(read_gateway(file))
    gc.collect()
    gateway: Gateway = pickle.loads(packed)  # our own, of two lines above
    return gateway


if __name__ == "__main__":
    raise SystemExit(main())
