"""`command-center feed`: replays a historian's export into the readings door of a running board."""

import itertools
import os
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Annotated, Any

import requests
import typer
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeRemainingColumn

from command_center.cli.speaking import lang, refuse, say
from command_center.ingest.historian import HistorianError, HistorianRow, read_rows
from command_center.words.system import why

ANSWER_S = 10
LONGEST_WAIT_S = 8.0
SHOWN = 3
NO_ADDRESS = (
    requests.exceptions.MissingSchema,
    requests.exceptions.InvalidSchema,
    requests.exceptions.InvalidURL,
)
OUTAGES = (requests.ConnectionError, requests.Timeout, requests.exceptions.ChunkedEncodingError)
"""Nobody there, silent, or killed in the middle of an answer. Sending again is safe: the door drops
a reading it has."""

File = Annotated[Path, typer.Argument()]


def feed(
    file: File,
    source: Annotated[str, typer.Option()],
    url: Annotated[str, typer.Option()] = "http://127.0.0.1:8050",
    speed: Annotated[float, typer.Option(min=0.01)] = 60,
    token: Annotated[str | None, typer.Option()] = None,
) -> None:
    """Replay an export as if it happened now: times are shifted to now and divided by the speed."""
    secret = token or os.environ.get("CC_FEED_TOKEN")
    if not secret:
        refuse(say("cli.feed.no_token"))
    try:
        with file.open(encoding="utf-8-sig", newline="") as lines:
            rows = sorted(read_rows(lines))
    except HistorianError as error:
        wrong = say("cli.feed.wrong", file=str(file), why=error.phrase)
        refuse(wrong)
    except OSError as error:
        refuse(say("cli.unreadable", file=str(file), why=why(error)))
    except UnicodeDecodeError:
        refuse(say("cli.feed.not_utf8", file=str(file)))
    if not rows:
        refuse(say("cli.feed.empty", file=str(file)))
    session = requests.Session()
    session.headers.update({"Authorization": f"Bearer {secret}", "Accept-Language": lang()})
    columns = (TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn())
    accepted, rejected = 0, 0
    with Progress(*columns, TimeRemainingColumn()) as progress:
        task = progress.add_task(file.name, total=len(rows))
        begun_ms, begun = time.time() * 1000, time.monotonic()
        for moment, together in itertools.groupby(rows, key=lambda row: row.ts):
            due_s = (moment - rows[0].ts) / 1000 / speed
            time.sleep(max(0.0, due_s - (time.monotonic() - begun)))
            batch = list(together)
            answer = _send(session, url, _body(source, batch, round(begun_ms + due_s * 1000)))
            accepted += answer["accepted"]
            for one in answer["rejected"]:
                rejected += 1
                if rejected <= SHOWN:
                    progress.console.print(f"{batch[one['index']].tag}: {one['error']}")
            progress.advance(task, len(batch))
    typer.echo(say("cli.feed.done", accepted=accepted, rejected=rejected))
    if rejected and not accepted:
        raise typer.Exit(1)


def _body(source: str, batch: list[HistorianRow], ts: int) -> dict[str, Any]:
    readings = [{"tag": row.tag, "ts": ts, "value": row.value} for row in batch]
    return {"source": source, "readings": readings}


def _send(session: requests.Session, url: str, body: dict[str, Any]) -> dict[str, Any]:
    """Post until it is taken: an outage delays the replay and loses nothing of it."""
    for wait in _waits():
        try:
            response = session.post(f"{url}/api/v1/readings", json=body, timeout=ANSWER_S)
        except NO_ADDRESS:
            refuse(say("cli.feed.no_address", url=url))
        except OUTAGES:
            time.sleep(wait)
            continue
        if response.status_code in (502, 503, 504):
            time.sleep(wait)
            continue
        if response.status_code != requests.codes.accepted:
            refuse(say("cli.feed.refused", status=response.status_code, why=_why(response)))
        answer: dict[str, Any] = response.json()
        return answer
    raise AssertionError("waits never end")


def _why(response: requests.Response) -> str:
    """The problem's own sentences; whatever came, where something else answered."""
    try:
        told = response.json()
        return f"{told['detail']} {told['mend']}"
    except (ValueError, KeyError, TypeError):
        return response.text[:200]


def _waits() -> Iterator[float]:
    wait = 0.25
    while True:
        yield wait
        wait = min(wait * 2, LONGEST_WAIT_S)


def add_to(app: typer.Typer) -> None:
    """Add this command to the command line."""
    app.command("feed")(feed)
