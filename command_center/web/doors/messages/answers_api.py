"""Answers by one tap: `/api/v1/answers/<token>` shows a page with one button, and accepts what it posts.

Programs that scan mail open every link, so opening one never answers. The token is the only authority: no session or
cookie is read, so a page of another origin may post here (an ntfy server's page does).
"""

from collections.abc import Callable, Sequence
from hashlib import sha256
from html import escape

from flask import Blueprint, Response, request

from command_center.notify.answers.answer_links import (
    AnswerLinks,
    BadLink,
    LinkedAnswer,
    LinkExpired,
)
from command_center.notify.provider import Receipt
from command_center.store.outbox.rows import Delivery, KeptReceipt
from command_center.web.limits.rates import AskedRate
from command_center.web.limits.throttle import Rate, network_of
from command_center.web.metrics import Metrics
from command_center.web.request.answer_shapes import TEXT
from command_center.web.request.language import language_of
from command_center.web.request.rest_doors import door
from command_center.web.request.revealed import KEY, NOTHING
from command_center.words import say

STRANGERS = Rate(30, 60_000)
"""Tokens that are none, from one network (ours). Past it they are refused unread; a good token always passes, since a
whole plant may stand behind one address."""
TAPS = Rate(60, 60_000)
"""Requests by one good token (ours)."""
TOLD_WHYS = frozenset({"answer_not_awaited", "answer_address"})
"""Refusals of an answer that the page has words of its own for."""
POLICY = (
    "default-src 'none'; style-src 'unsafe-inline'; form-action 'self'; frame-ancestors 'none'; "
    "base-uri 'none'"
)
STYLE = """
:root{color-scheme:dark light;font-family:system-ui,sans-serif}
body{margin:0;min-height:100vh;display:flex;flex-direction:column;justify-content:center;
gap:1rem;padding:1.5rem;box-sizing:border-box;max-width:32rem;margin-inline:auto;
background:#14171a;color:#e8eaed}
h1{font-size:1.35rem;margin:0}p{margin:0;line-height:1.5;overflow-wrap:anywhere}
.small{color:#b4bac1;font-size:.9rem}
button{font:inherit;font-weight:600;font-size:1.3rem;width:100%;min-height:4.5rem;border:0;
border-radius:.6rem;background:#8ab4f8;color:#0b1a30}
button:focus-visible{outline:3px solid #e8eaed;outline-offset:3px}
"""

DeliveryOf = Callable[[str], Delivery | None]
Keep = Callable[[str, Sequence[Receipt]], int]
Judged = Callable[[str, str], KeptReceipt | None]


GET_ANSWERS_TOKEN = door(
    "get", "/answers/<token>",
    summary="The page of a message's link, with one button; opening it answers nothing",
    answers="A page",
    roles=None, reveals=KEY, good=(200, 404, 410), bad=(429,), answer=TEXT,
    content_type="text/html",
)  # fmt: skip

POST_ANSWERS_TOKEN = door(
    "post", "/answers/<token>",
    summary="Answer a message by its link",
    answers="A page that says so",
    roles=None, reveals=NOTHING, good=(200, 404, 410), bad=(411, 413, 429), answer=TEXT,
    content_type="text/html",
)  # fmt: skip


def answers_api(
    links: AnswerLinks,
    delivery_of: DeliveryOf,
    keep: Keep,
    judged: Judged,
    now: Callable[[], int],
    metrics: Metrics,
    language: str,
) -> Blueprint:
    """The routes `GET` and `POST /answers/TOKEN`. `now` is UTC epoch ms, `language` the site's; `keep` stores an
    answer as a channel's receipt, and it is then applied like any other; `judged` gives the result, waiting briefly
    for the board.
    """
    api = Blueprint("answers", __name__)
    strangers, taps = AskedRate(STRANGERS), AskedRate(TAPS)

    @GET_ANSWERS_TOKEN.unguarded_on(api)
    def shown(token: str) -> Response:
        return _met(token, _show)

    @POST_ANSWERS_TOKEN.unguarded_on(api)
    def taken(token: str) -> Response:
        return _met(token, _take)

    def _met(token: str, go_on: Callable[[LinkedAnswer, Delivery, str], Response]) -> Response:
        network, lang = (
            network_of(request.remote_addr or ""),
            language_of(request.environ, language),
        )
        try:
            answer = links.read(token, now())
        except LinkExpired as over:
            found = delivery_of(over.delivery)
            return _told(found.language if found else lang, "expired", 410)
        except BadLink:
            strangers.must_have_room(network, now())
            strangers.count(network, now())
            return _told(lang, "unknown", 404)
        taps.must_have_room(token, now())
        taps.count(token, now())
        found = delivery_of(answer.delivery)
        if found is None or found.ref is None or found.address_version != answer.address:
            return _told(lang, "over", 410)
        return go_on(answer, found, token)

    def _take(answer: LinkedAnswer, found: Delivery, token: str) -> Response:
        event = _event(token)
        receipt = Receipt(event, "answered", ref=found.ref, word=answer.word, at=now())
        new = keep(found.channel, [receipt])
        metrics.receipts.labels(found.channel, "new" if new else "known").inc()
        return _judgement(judged(found.channel, event), answer, found)

    def _show(answer: LinkedAnswer, found: Delivery, token: str) -> Response:
        """The button, or what became of the answer that was given by it."""
        given = judged(found.channel, _event(token))
        return _button(answer, found) if given is None else _judgement(given, answer, found)

    return api


def _event(token: str) -> str:
    return f"link-{sha256(token.encode()).hexdigest()[:40]}"


def _judgement(given: KeptReceipt | None, answer: LinkedAnswer, found: Delivery) -> Response:
    """What the board made of an answer; the page looks again by itself while it is being checked. A button of a message
    reads the status alone: 200 stands, 202 is being checked, 409 was not taken."""
    lang, word = found.language, say(found.language, f"answer.{answer.word}")
    if given is None or given.state == "waiting":
        checking = _told(lang, "checking", 202, word)
        checking.headers["Refresh"] = "2"
        return checking
    if given.state == "applied":
        return _told(lang, "taken", 200, word)
    why = given.why if given.why in TOLD_WHYS else "other"
    return _told(lang, "refused", 409, word, f"answer.refused.{why}")


def _button(answer: LinkedAnswer, found: Delivery) -> Response:
    """What the message says, and the button that answers it."""
    lang = found.language
    word = say(lang, f"answer.{answer.word}")
    return page_of(
        lang, found.title,
        f"<p>{escape(found.text)}</p>"
        f'<form method="post"><button type="submit" autofocus>{escape(word)}</button></form>'
        f'<p class="small">{escape(say(lang, "answer.not_yet"))}</p>',
        200,
    )  # fmt: skip


def _told(lang: str, what: str, status: int, word: str = "", text: str = "") -> Response:
    title = say(lang, f"answer.{what}.title", word=word)
    body = f"<p>{escape(say(lang, text or f'answer.{what}.text', word=word))}</p>"
    return page_of(lang, title, body, status)


def page_of(lang: str, title: str, body: str, status: int) -> Response:
    """Return a page that needs no script and no session; its address contains a secret."""
    response = Response(
        f'<!doctype html><html lang="{lang}"><head><meta charset="utf-8">'
        '<meta name="viewport" content="width=device-width,initial-scale=1">'
        f"<title>{escape(title)}</title><style>{STYLE}</style></head>"
        f"<body><h1>{escape(title)}</h1>{body}</body></html>",
        status,
        content_type="text/html; charset=utf-8",
    )
    response.headers["Cache-Control"] = "no-store"
    response.headers["Content-Security-Policy"] = POLICY
    response.headers["Referrer-Policy"] = "no-referrer"  # the address holds the token
    response.headers["X-Robots-Tag"] = "noindex"
    response.headers["Access-Control-Allow-Origin"] = "*"
    response.headers["Content-Language"] = lang
    return response
