"""DingTalk (钉钉) messages from a robot to a person: an interactive card with answer buttons, or plain text.

Protocol: open.dingtalk.com, "Create and deliver cards" (card/instances/createAndDeliver), "Event callback" of cards,
"Send messages of a robot to persons" (robot/oToMessages/batchSend) and its read status. Work notifications are not
used: DingTalk takes a second one with the same text on the same day and shows it to nobody, and a reminder has the
same text ("Work notifications", "Limits").
"""

import base64
import hashlib
import hmac
import re
from collections.abc import Mapping, Sequence
from contextlib import suppress
from typing import Any, Literal, Self

import orjson
from pydantic import Field, model_validator
from pydantic_core import PydanticCustomError

from command_center.clock import Clock
from command_center.domain.state.notices.notice import Channel
from command_center.notify.channel_entry import ChannelEntry, Secret
from command_center.notify.provider import (
    Accepted,
    Health,
    Heard,
    Inbound,
    Limits,
    Message,
    NotTheirs,
    Permanent,
    Receipt,
    Temporary,
    Unknown,
    Word,
)
from command_center.notify.providers._cloud import (
    JSON,
    Answer,
    Ask,
    CloudEntry,
    Deadline,
    Endpoint,
    Service,
    event_of,
    known_word,
    probed,
)
from command_center.notify.providers._open_messages import OpenMessages
from command_center.notify.providers._token_keeper import TokenKeeper

TYPE = "dingtalk"
ABROAD = False

REPLAY_MS = 300_000
"""How far a callback's time may lie from ours. Only the time is signed, so that a short window counts."""
LIMITS = Limits(per_minute=1200)
"""20 requests a second for an application and interface ("Call frequency limits", standard edition)."""
WORDS: tuple[Word, ...] = ("acknowledge", "start", "refuse", "safe", "grant", "deny")
"""The card template's variables of these names are its buttons' labels; an empty one hides its button."""

ADDRESS = re.compile(r"[A-Za-z0-9][A-Za-z0-9_.@-]{0,63}")
OPEN_MS = 86_400_000
"""How long DingTalk is asked whether a message was read (ours)."""
NO_SUCH_PERSON = ("staffid", "invalidparameter.userids", "userid")
BAD_TOKEN = "InvalidAuthentication"
THROTTLED = "Forbidden.AccessDenied.QpsLimit"


class Settings(CloudEntry):
    """`app` and `secret` belong to the application, `robot` is its robot's code. `card_template`, `callback_key` and
    `callback_secret` belong to its interactive card; without them people answer on the phone page. `ask_read`: query
    whether plain messages were read, whenever receipts are fetched.
    """

    kind: Literal["im"] = "im"
    endpoint: Endpoint = "https://api.dingtalk.com"
    app: str = Field(min_length=1, max_length=64)
    secret: Secret
    robot: str = Field(min_length=1, max_length=64)
    card_template: str | None = Field(default=None, min_length=1, max_length=100)
    callback_key: str | None = Field(default=None, min_length=1, max_length=100)
    callback_secret: Secret | None = None
    ask_read: bool = False

    @model_validator(mode="after")
    def _the_card_is_whole(self) -> Self:
        parts = (self.card_template, self.callback_key, self.callback_secret)
        if any(part is None for part in parts) and any(part is not None for part in parts):
            raise PydanticCustomError(
                "channels.callback_half",
                "a callback needs all of {keys}",
                {"keys": "card_template, callback_key, callback_secret"},
            )
        return self


class DingTalk:
    """Sends through one DingTalk application and its robot."""

    kind: Channel = "im"
    limits = LIMITS

    def __init__(self, settings: Settings, clock: Clock | None = None) -> None:
        self.settings = settings
        self.timeout_s, self.workers = settings.timeout_s, settings.workers
        self._clock = clock or Clock()
        self._service = Service("DingTalk", settings.endpoint, settings)
        self._tokens = TokenKeeper(self._fetched_token)

    def __repr__(self) -> str:
        return f"{type(self).__name__}({self.settings.app!r})"

    def send(self, message: Message) -> Accepted:
        """Hand one message over: as a card if it awaits an answer and a card is configured, else as text."""
        if not ADDRESS.fullmatch(message.address):
            raise Permanent("the address is no userId of DingTalk", "rejected")
        if message.choices and self.settings.card_template is not None:
            return self._delivered(message)
        return self._written(message)

    def probe(self) -> Health:
        """Fetch a new token, which proves the connection, the application and its secret."""

        def look() -> Health:
            self._fetched_token(Deadline(self.timeout_s))
            return Health(True)

        return probed(look)

    def receipts(self, request: Inbound) -> Heard:
        """Reads an answer that somebody gave by a card's button."""
        if self.settings.callback_secret is None:
            raise NotTheirs
        self._check_signature(request.headers, self.settings.callback_secret.get_secret_value())
        pressed = _object(request.body)
        content = pressed.get("content")
        private = _mapping(_loaded(content).get("cardPrivateData"))
        actions, params = private.get("actionIds"), _mapping(private.get("params"))
        action = actions[0] if isinstance(actions, list) and actions else None
        word = known_word(params.get("word")) or known_word(action)
        ref, person = pressed.get("outTrackId"), pressed.get("userId")
        if word is None or not isinstance(ref, str) or not isinstance(person, str):
            return Heard(body=b"{}", type=JSON_TYPE)
        receipt = Receipt(
            event_of("button", ref, person, word), "answered", ref=ref, address=person, word=word
        )
        # The pressed card shows no buttons and says which was pressed.
        shown: dict[str, str] = dict.fromkeys(WORDS, "") | {"answered": word}
        update = {
            "cardUpdateOptions": {"updateCardDataByKey": True},
            "cardData": {"cardParamMap": shown},
        }
        return Heard((receipt,), body=orjson.dumps(update), type=JSON_TYPE)

    def _check_signature(self, headers: Mapping[str, str], key: str) -> None:
        stamp = headers.get("x-ddpaas-signature-timestamp", "")
        given = headers.get("x-ddpaas-signature", "")
        wanted = base64.b64encode(hmac.digest(key.encode(), stamp.encode(), hashlib.sha256))
        if not hmac.compare_digest(wanted, given.encode()):
            raise NotTheirs
        if not stamp.isdecimal() or abs(self._clock.now() - int(stamp[:15])) > REPLAY_MS:
            raise NotTheirs

    def _delivered(self, message: Message) -> Accepted:
        """A card to the person's chat with the robot. DingTalk keeps the first card of an outTrackId."""
        labels = {one.word: one.label for one in message.choices}
        shown = {word: labels.get(word, "") for word in WORDS}
        values = {
            "title": message.title,
            "text": message.text,
            "link": message.link or "",
            "answered": "",
        }
        body = {
            "cardTemplateId": self.settings.card_template,
            "outTrackId": message.ref,
            "callbackType": "HTTP",
            "callbackRouteKey": self.settings.callback_key,
            "cardData": {"cardParamMap": values | shown},
            "userIdType": 1,
            "openSpaceId": f"dtv1.card//IM_ROBOT.{message.address}",
            "imRobotOpenSpaceModel": {
                "supportForward": False,
                "lastMessageI18n": {"ZH_CN": message.title},
                "notification": {"alertContent": message.title, "notificationOff": False},
            },
            "imRobotOpenDeliverModel": {"spaceType": "IM_ROBOT", "robotCode": self.settings.robot},
        }
        answer = self._asked_with_token(
            "POST", "/v1.0/card/instances/createAndDeliver", {}, orjson.dumps(body), gives=True
        )
        result = _mapping(answer.fields.get("result"))
        delivered = result.get("deliverResults")
        if not isinstance(delivered, list) or not delivered:
            raise Unknown("DingTalk gave an answer that we cannot read")
        if not all(_mapping(one).get("success") is True for one in delivered):
            raise Permanent(
                "DingTalk could not show the card to this person: are they in the robot's scope?",
                "rejected",
            )
        return Accepted()

    def _written(self, message: Message) -> Accepted:
        lines = [message.title, message.text, *([message.link] if message.link else [])]
        body = {
            "robotCode": self.settings.robot,
            "userIds": [message.address],
            "msgKey": "sampleText",
            "msgParam": orjson.dumps({"content": "\n".join(lines)}).decode(),
        }
        answer = self._asked_with_token(
            "POST", "/v1.0/robot/oToMessages/batchSend", {}, orjson.dumps(body), gives=True
        )
        told = answer.fields
        if told.get("flowControlledStaffIdList"):
            why = "DingTalk holds back messages to this person: too many in a short time"
            raise Temporary(why, of_address=True)
        if told.get("invalidStaffIdList") or told.get("filteredStaffIdList"):
            raise Permanent(
                "DingTalk knows no such person, or they have blocked the robot", "rejected"
            )
        key = told.get("processQueryKey")
        if not isinstance(key, str) or not key:
            raise Unknown("DingTalk gave an answer that we cannot read")
        self._sent_as_text(key)
        return Accepted(id=key)

    def _sent_as_text(self, key: str) -> None:
        """Notes that a message was sent under this key as plain text."""

    def _asked_with_token(
        self,
        method: str,
        path: str,
        query: Mapping[str, str],
        body: bytes | None = None,
        *,
        gives: bool = False,
    ) -> Answer:
        """One request with the token, and once more with a new one if DingTalk calls it bad."""
        deadline = Deadline(self.timeout_s)
        for _ in range(2):
            token = self._tokens.token(deadline)
            headers = JSON | {"x-acs-dingtalk-access-token": token}
            answer = self._service.ask(Ask(method, path, query, headers, body, gives), deadline)
            if answer.status != 401 and answer.fields.get("code") != BAD_TOKEN:
                _check(answer)
                return answer
            self._tokens.forget(token)
        raise Temporary("DingTalk took neither our access token nor a new one")

    def _fetched_token(self, deadline: Deadline) -> tuple[str, float]:
        secret = self.settings.secret.get_secret_value()
        body = orjson.dumps({"appKey": self.settings.app, "appSecret": secret})
        ask = Ask("POST", "/v1.0/oauth2/accessToken", headers=JSON, body=body)
        answer = self._service.ask(ask, deadline)
        _check(answer)
        token, life = answer.fields.get("accessToken"), answer.fields.get("expireIn")
        if not isinstance(token, str) or not token or not isinstance(life, int) or life <= 0:
            raise Temporary("DingTalk gave no access token")
        return token, life


class AskingDingTalk(DingTalk):
    """Polls whether plain messages were read: for a plant that callbacks cannot reach, and because DingTalk sends no
    callback when a text is read. It remembers the latest messages of this process only.
    """

    def __init__(self, settings: Settings, clock: Clock | None = None) -> None:
        super().__init__(settings, clock)
        self._open: OpenMessages[str] = OpenMessages(OPEN_MS, self._clock.now)

    def _sent_as_text(self, key: str) -> None:
        self._open.add(key)

    def fetch(self) -> Sequence[Receipt]:
        """Return which messages were read. Raises Temporary if the first query fails; results before a later failure
        are kept.
        """
        read: list[Receipt] = []
        for number, key in enumerate(self._open.due()):
            try:
                receipt = self._read(key)
            except Temporary:
                if number == 0:
                    raise
                break
            if receipt is not None:
                read.append(receipt)
        self._open.close({one.id for one in read if one.id is not None})
        return read

    def _read(self, key: str) -> Receipt | None:
        query = {"robotCode": self.settings.robot, "processQueryKey": key}
        try:
            answer = self._asked_with_token("GET", "/v1.0/robot/oToMessages/readStatus", query)
        except Permanent as why:
            raise Temporary(str(why)) from None
        people = answer.fields.get("messageReadInfoList")
        for one in people if isinstance(people, list) else []:
            fields = _mapping(one)
            if fields.get("readStatus") == "READ":
                at, person = fields.get("readTimestamp"), fields.get("userId")
                return Receipt(
                    f"read:{key}",
                    "read",
                    id=key,
                    address=person if isinstance(person, str) else None,
                    at=at if isinstance(at, int) else None,
                )
        return None


JSON_TYPE = "application/json; charset=utf-8"


def _check(answer: Answer) -> None:
    """Raise what an answer of a status from 400 on means; what DingTalk says is not quoted: it names people."""
    if answer.status < 400:
        return
    given = answer.fields.get("code")
    code = given if isinstance(given, str) and re.fullmatch(r"[A-Za-z0-9._-]{1,80}", given) else "?"
    if code.startswith(THROTTLED):
        raise Temporary("DingTalk has too many requests of ours", 1.0)
    if answer.status == 400 and code.lower().startswith(NO_SUCH_PERSON):
        raise Permanent(f"DingTalk knows no such person ({code})", "rejected")
    raise Permanent(f"DingTalk refuses (HTTP {answer.status}, {code})", "provider")


def _object(document: bytes) -> Mapping[str, Any]:
    """A JSON object. Raises NotTheirs."""
    found = _loaded(document)
    if not found:
        raise NotTheirs
    return found


def _loaded(document: object) -> Mapping[str, Any]:
    with suppress(orjson.JSONDecodeError):
        if isinstance(document, str | bytes):
            return _mapping(orjson.loads(document))
    return {}


def _mapping(value: object) -> Mapping[str, Any]:
    return value if isinstance(value, dict) else {}


def provider(settings: ChannelEntry) -> DingTalk:
    """The DingTalk provider that an entry of the channels file describes."""
    assert isinstance(settings, Settings)
    return AskingDingTalk(settings) if settings.ask_read else DingTalk(settings)
