"""The door where channel services report what became of messages: `/api/v1/receipts/<channel id>`.

The service has no account: its provider checks the request's signature or token. The report is stored before it is
answered, so a service that gets an error repeats it.
"""

from collections.abc import Callable, Mapping, Sequence

from flask import Blueprint, Response, request

from command_center import log
from command_center.clock import Clock
from command_center.notify.provider import CanReceive, Inbound, NotTheirs, Provider, Receipt
from command_center.web.limits.rates import AskedRate
from command_center.web.limits.throttle import Rate, network_of
from command_center.web.metrics import Metrics
from command_center.web.request.answer_shapes import TEXT
from command_center.web.request.body import whole_body
from command_center.web.request.problem import Problem
from command_center.web.request.rest_doors import door
from command_center.web.request.revealed import KEY, NOTHING

BODY_LIMIT = 256 << 10
"""Bytes of one request. The largest known batch, 100 receipts of an SMS service, has 40 KB (ours)."""
RATE = Rate(3_000, 60_000)
"""Requests of one channel's own service from one network: 50 a second over a minute (ours)."""
STRANGERS = Rate(30, 60_000)
"""Requests that were not the service's, from one network. Past it they are told to wait and no longer logged; the
service's own are still taken, since others may stand behind the same address."""

Keep = Callable[[str, Sequence[Receipt]], int]
"""Keeps what was told of the messages of a channel; returns how many receipts were new."""

_log = log.get(__name__)

SERVICES_SEND = (
    "application/json", "application/x-www-form-urlencoded", "application/xml", "text/xml", "text/plain",
)  # fmt: skip

GET_RECEIPTS_CHANNEL = door(
    "get", "/receipts/<channel>",
    summary="A channel's service proves that it reaches us; its signature or token is checked",
    answers="What the service expects",
    roles=None, reveals=KEY, bad=(403, 404, 429), answer=TEXT, content_type="text/plain",
)  # fmt: skip

POST_RECEIPTS_CHANNEL = door(
    "post", "/receipts/<channel>",
    summary="A channel's service tells what became of messages and who answered; its signature or token is checked",
    answers="Kept; the text that the service expects",
    roles=None, reveals=NOTHING, bad=(403, 404, 429, 411, 413), answer=TEXT,
    content_type="text/plain", takes=SERVICES_SEND,
)  # fmt: skip


def receipts_api(
    providers: Mapping[str, Provider], keep: Keep, clock: Clock, metrics: Metrics
) -> Blueprint:
    """`GET` and `POST /receipts/CHANNEL`. `providers` are the configured channels by their ids."""
    api = Blueprint("receipts", __name__)
    asked, strangers = AskedRate(RATE), AskedRate(STRANGERS)

    @GET_RECEIPTS_CHANNEL.unguarded_on(api, provide_automatic_options=False)
    @POST_RECEIPTS_CHANNEL.unguarded_on(api, provide_automatic_options=False)
    def told(channel: str) -> Response:
        network, now = network_of(request.remote_addr or ""), round(clock.elapsed() * 1000)
        provider = _telling(providers.get(channel))
        if provider is None:
            strangers.must_have_room(network, now)
            strangers.count(network, now)
            raise Problem("no_such_channel", 404)
        try:
            heard = provider.receipts(_inbound())
        except NotTheirs as why:
            metrics.receipts.labels(channel, "not_theirs").inc()
            strangers.must_have_room(network, now)
            strangers.count(network, now)
            _log.warning("a receipt was refused", channel=channel, network=network, why=str(why))
            raise Problem("not_theirs", 403) from why
        asked.must_have_room(f"{channel} {network}", now)
        asked.count(f"{channel} {network}", now)
        new = keep(channel, heard.receipts) if heard.receipts else 0
        metrics.receipts.labels(channel, "new").inc(new)
        metrics.receipts.labels(channel, "known").inc(len(heard.receipts) - new)
        answer = Response(heard.body, heard.status, content_type=heard.type)
        answer.headers["Cache-Control"] = "no-store"
        answer.headers["Content-Security-Policy"] = "default-src 'none'; sandbox"
        return answer

    return api


def _telling(provider: object) -> CanReceive | None:
    return provider if isinstance(provider, CanReceive) else None


def _inbound() -> Inbound:
    """The request as a provider reads it. Of a header or parameter that comes twice, the last."""
    if (request.content_length or 0) > BODY_LIMIT:
        raise Problem("too_large", 413, size=request.content_length, limit=BODY_LIMIT)
    return Inbound(
        method=request.method,
        query={key: values[-1] for key, values in request.args.lists()},
        headers={key.lower(): value for key, value in request.headers.items()},
        body=whole_body(request) if request.method == "POST" else b"",
    )
