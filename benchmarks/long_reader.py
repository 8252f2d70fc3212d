"""Readers that ask for one address again and again until they are killed.

    python -m benchmarks.long_reader URL TOKEN COUNT

A line is printed when each was answered once.
"""

import sys
import threading

import requests

from tests.support.waiting import PATIENCE_S


def read(url: str, secret: str, answered: threading.Barrier) -> None:
    """Ask, drop the answer, ask again."""
    headers = {"Authorization": f"Bearer {secret}"}
    first = True
    with requests.Session() as session:
        while True:
            session.get(url, headers=headers, timeout=PATIENCE_S).raise_for_status()
            if first:
                answered.wait(PATIENCE_S)
                first = False


def main() -> None:
    """Begin them, and say when they read."""
    url, secret, count = sys.argv[1], sys.argv[2], int(sys.argv[3])
    answered = threading.Barrier(count + 1)
    for _ in range(count):
        threading.Thread(target=read, args=(url, secret, answered), daemon=True).start()
    answered.wait(PATIENCE_S)
    sys.stdout.write("reading\n")
    sys.stdout.flush()
    threading.Event().wait()


if __name__ == "__main__":
    main()
