"""Subscribes to an OPC UA server's variables and never writes. A broken session is abandoned and a new client made.

Nodes are addressed by their namespace's name and looked up after each connect. An unknown node is retried every ten
seconds; the others go on. The server's own time gives the offset of its clock.
"""

import asyncio
import contextlib
from collections.abc import Iterable
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from asyncua import ua
from asyncua.client.client import Client
from asyncua.crypto.security_policies import (
    SecurityPolicyAes128Sha256RsaOaep,
    SecurityPolicyAes256Sha256RsaPss,
    SecurityPolicyBasic256Sha256,
)
from asyncua.crypto.truststore import TrustStore
from asyncua.crypto.validator import CertificateValidator, CertificateValidatorOptions
from asyncua.ua.object_ids import ObjectIds
from asyncua.ua.uaerrors import UaError, UaStatusCodeError

from command_center.domain.reading import Quality
from command_center.gateway import summed_log
from command_center.gateway.connections.opcua_alarms import AlarmMirror
from command_center.gateway.connections.opcua_history import History
from command_center.gateway.ending import end
from command_center.gateway.file.model import Opcua
from command_center.gateway.intake import Intake
from command_center.gateway.sample import Raw

RECONNECT_S = 2.0
ANSWER_S = 4.0
LOOK_S = 1.0
AGAIN_EVERY = 10
"""Looks after which unknown nodes are tried again."""
MOST_AT_ONCE = 500
"""Variables subscribed by one request (ours), fewer where the server says so: a request of thousands is larger than
many servers take, and they close the connection."""
OLD_MS = 60_000
"""A first value older than this is told as of now: the server says that it holds now (ours)."""
POLICIES: dict[str, Any] = {
    "Basic256Sha256": SecurityPolicyBasic256Sha256,
    "Aes128Sha256RsaOaep": SecurityPolicyAes128Sha256RsaOaep,
    "Aes256Sha256RsaPss": SecurityPolicyAes256Sha256RsaPss,
}
MODES = {
    "sign": ua.MessageSecurityMode.Sign,
    "sign_and_encrypt": ua.MessageSecurityMode.SignAndEncrypt,
}
OURS = "urn:command-center:gateway"
_log = summed_log.get(__name__)


class OpcuaLink:
    """The link to one server. `own` is the folder of our certificate, `oldest_ms` the greatest age that the board
    takes.
    """

    def __init__(
        self, given: Opcua, intake: Intake, own: Path, oldest_ms: int = 7 * 86_400_000
    ) -> None:
        self._given, self._intake, self._own = given, intake, own
        for tag, one in given.tags.items():
            intake.takes(tag, one)
        self._first: set[str] = set()
        self._watched: set[str] = set()
        self._good: set[str] = set()
        self._missing: set[str] = set()
        self._by_handle: dict[ua.NodeId, list[str]] = {}
        self._oldest_ms = oldest_ms
        looked = own.parent / "looked" / f"{given.id}.txt"
        self._history = History(given.id, looked, intake, self._past)

    async def run(self) -> None:
        """Stay connected until cancelled; after each fault a new client is made."""
        state = self._intake.state
        while True:
            client: Client | None = None
            try:
                client = await self.client()
                async with asyncio.timeout(3 * ANSWER_S):
                    await client.connect()
                state.connected, state.error, state.connects = True, "", state.connects + 1
                await self._serve(client)
            except (
                Exception
            ) as error:  # whatever a server says that is no OPC UA, asyncua fails anyhow
                if state.connected or not state.error:
                    _log.warning("the server is away", connection=self._given.id, why=str(error))
                state.error = str(error) or type(error).__name__
                self._lost()
            finally:
                state.connected = False
                if client is not None:
                    with contextlib.suppress(Exception):
                        async with asyncio.timeout(ANSWER_S):
                            await client.disconnect()
            await asyncio.sleep(RECONNECT_S)

    async def client(self) -> Client:
        """Return a new client, secured as the file says. Raises OSError, UaError."""
        # Its own watch would give a server up that is busy for a second, as one is that subscribes thousands.
        client = Client(self._given.url, timeout=ANSWER_S, watchdog_intervall=ANSWER_S)
        client.application_uri = OURS
        if self._given.login is not None:
            client.set_user(self._given.login.user)
            client.set_password(self._given.login.password.get_secret_value())
        security = self._given.security
        if security.mode != "none":
            assert security.trust is not None, "the file is checked"
            if security.revoked is not None:
                _all_read(security.revoked)
            trusted = TrustStore([security.trust], [security.revoked] if security.revoked else [])
            try:
                await trusted.load()
            except ValueError as error:
                raise ConnectionError(f"no certificate to trust in {security.trust}") from error
            certificate, key = await self._own_certificate()
            await client.set_security(
                POLICIES[security.policy], certificate, key, mode=MODES[security.mode]
            )
            client.certificate_validator = CertificateValidator(
                CertificateValidatorOptions.TRUSTED_VALIDATION
                | CertificateValidatorOptions.PEER_SERVER,
                trusted,
            )
        return client

    async def _own_certificate(self) -> tuple[Path, Path]:
        """The file's certificate and key, or our own, made once. The server's owner must trust it."""
        security = self._given.security
        if security.certificate is not None and security.key is not None:
            return security.certificate, security.key
        from asyncua.crypto.cert_gen import setup_self_signed_certificate
        from cryptography.x509.oid import ExtendedKeyUsageOID

        self._own.mkdir(parents=True, exist_ok=True, mode=0o700)
        certificate, key = self._own / "gateway.der", self._own / "gateway.pem"
        await setup_self_signed_certificate(
            key, certificate, OURS, "gateway", [ExtendedKeyUsageOID.CLIENT_AUTH],
            {"commonName": "command-center gateway"},
        )  # fmt: skip
        key.chmod(0o600)
        return certificate, key

    async def _serve(self, client: Client) -> None:
        """Subscribe, then look every second whether the server still answers. Raises when it does not."""
        status = client.get_node(ObjectIds.Server_ServerStatus_CurrentTime)
        async with asyncio.timeout(ANSWER_S):
            began = _ms(await status.read_value())
        nodes = await self._nodes(client)
        subscription = await client.create_subscription(self._given.publishing, self)
        missing = await self._subscribe(client, subscription, nodes)
        mirror = await self._mirrored(client)
        self._history.is_read = False
        known = {tag: node for tag, node in nodes.items() if tag not in missing}
        past = asyncio.create_task(self._history.recover(client, known, began, self._oldest_ms))
        try:
            await self._look(client, subscription, nodes, missing, mirror)
        finally:
            await end([past])

    async def _look(
        self, client: Client, subscription: Any, nodes: dict[str, ua.NodeId], missing: list[str],
        mirror: tuple[AlarmMirror, Any] | None,
    ) -> None:  # fmt: skip
        """Look every second, and try unknown nodes again. Raises when the server does not answer."""
        looks = 0
        status = client.get_node(ObjectIds.Server_ServerStatus_CurrentTime)
        while True:
            await asyncio.sleep(LOOK_S)
            async with asyncio.timeout(ANSWER_S):
                now = await status.read_value()
            self._history.look(_ms(now))
            self._intake.source_clock.observe(_ms(now), self._intake.now())
            self._intake.prove(self._good)
            looks += 1
            if mirror is not None and mirror[0].refresh_wanted:
                await mirror[0].refresh(client, mirror[1])
            if looks % AGAIN_EVERY == 0 and (missing or len(nodes) < len(self._given.tags)):
                nodes = await self._nodes(client)
                known = {tag: node for tag, node in nodes.items() if tag not in self._watched}
                missing = await self._subscribe(client, subscription, known)

    async def _mirrored(self, client: Client) -> tuple[AlarmMirror, Any] | None:
        """The mirror of its alarms and their subscription, where the file asks for it."""
        asked = self._given.alarms
        source = asked.source or self._intake.only_source()
        if not asked.mirror or source is None:
            return None
        mirror = AlarmMirror(
            asked, source, lambda node: next(iter(self._by_handle.get(node, ())), None),
            keep=self._intake.keep, timed=self._alarm_time, now=self._intake.now, fault=self._fault,
        )  # fmt: skip
        names = await client.get_namespace_array()
        try:
            node = node_id(asked.node or f"i={ObjectIds.Server}", names)
            self._intake.state.faults.pop("alarms", None)
            return mirror, await mirror.start(client, node, self._given.publishing)
        except (ValueError, UaStatusCodeError) as error:  # the values are read all the same
            self._fault("alarms", str(error))
            return None

    def _alarm_time(self, ts: int | None) -> int:
        """A time of the server by our clock, not older than the board takes."""
        now = self._intake.now()
        oldest = now - self._oldest_ms + OLD_MS
        return max(self._intake.source_clock.timed(ts, now).ts, oldest)

    async def _nodes(self, client: Client) -> dict[str, ua.NodeId]:
        """The node of each tag whose namespace the server has."""
        names = await client.get_namespace_array()
        found: dict[str, ua.NodeId] = {}
        for tag, one in self._given.tags.items():
            try:
                found[tag] = node_id(one.node, names)
            except (ValueError, UaError) as error:
                self._fault(tag, str(error))
        return found

    async def _subscribe(
        self, client: Client, subscription: Any, nodes: dict[str, ua.NodeId]
    ) -> list[str]:
        """Watch nodes; the tags of those that the server refuses."""
        if not nodes:
            return []
        for tag, node in nodes.items():
            tags = self._by_handle.setdefault(node, [])
            if tag not in tags:
                tags.append(tag)
        wanted = list(nodes)
        self._first |= nodes.keys()  # the first values may come before the answer to this request
        handles: list[Any] = []
        most = await _most_at_once(client)
        for begin in range(0, len(wanted), most):
            handles += await subscription.subscribe_data_change(
                [client.get_node(nodes[tag]) for tag in wanted[begin : begin + most]],
                queuesize=100,
                sampling_interval=self._given.sampling,
            )
        missing: list[str] = []
        for tag, handle in zip(wanted, handles, strict=True):
            if isinstance(handle, int):
                self._intake.state.faults.pop(tag, None)
                self._watched.add(tag)
            else:
                self._first.discard(tag)
                missing.append(tag)
                self._fault(tag, f"the server refuses {self._given.tags[tag].node}: {handle.name}")
        now = self._intake.now()
        fresh = [tag for tag in missing if tag not in self._missing]
        self._intake.take(Raw(tag, None, None, now, Quality.BAD) for tag in fresh)
        self._missing = set(missing)
        return missing

    def datachange_notification(self, node: Any, value: Any, data: Any) -> None:
        """Take a new value of a node. Called by asyncua."""
        told = data.monitored_item.Value
        arrived = self._intake.now()
        quality = quality_of(told.StatusCode)
        ts = None if told.SourceTimestamp is None else _ms(told.SourceTimestamp)
        raws: list[Raw] = []
        for tag in self._by_handle.get(node.nodeid, ()):
            if tag in self._first:
                self._first.discard(tag)
                if ts is not None and arrived - ts > OLD_MS:
                    ts = None
            (self._good.discard if quality is Quality.BAD else self._good.add)(tag)
            number = value if isinstance(value, int | float | str | None) else None
            raws.append(Raw(tag, number, ts, arrived, quality, initial=True))
        self._intake.take(raws)

    def _past(self, tag: str, told: ua.DataValue) -> Raw | None:
        """A value of a server's history; None for one without a time."""
        if told.SourceTimestamp is None:
            return None
        value = None if told.Value is None else told.Value.Value
        number = value if isinstance(value, int | float | str | None) else None
        ts, quality = _ms(told.SourceTimestamp), quality_of(told.StatusCode)
        return Raw(tag, number, ts, self._intake.now(), quality, initial=True)

    def status_change_notification(self, status: Any) -> None:
        """Note that the server changed or ended the subscription: the next look fails or a new session is made."""
        _log.warning(
            "the server changed a subscription", connection=self._given.id, status=str(status)
        )

    def _lost(self) -> None:
        """Marks every good value as no longer known."""
        now = self._intake.now()
        gone = [tag for tag in self._given.tags if tag in self._good]
        self._intake.take(Raw(tag, None, None, now, Quality.BAD) for tag in gone)
        self._good.clear()
        self._first.clear()
        self._watched.clear()
        self._by_handle.clear()

    def _fault(self, tag: str, why: str) -> None:
        if self._intake.state.fault(tag, why):
            _log.warning("a node is unusable", connection=self._given.id, tag=tag, why=why)


def _all_read(revoked: Path) -> None:
    """Raises ConnectionError where a file would be passed over: a list that is not read revokes nothing."""
    try:
        odd = [one.name for one in revoked.iterdir() if one.suffix.lower() not in (".pem", ".der")]
    except OSError as error:
        raise ConnectionError(f"security.revoked cannot be read: {error}") from error
    if odd:
        raise ConnectionError(
            f"{revoked / odd[0]}: name lists of revoked certificates *.pem or *.der"
        )


async def _most_at_once(client: Client) -> int:
    """How many variables one request may subscribe (`MaxMonitoredItemsPerCall`, OPC 10000-5, 6.3.11; 0 is no limit)."""
    node = client.get_node(
        ObjectIds.Server_ServerCapabilities_OperationLimits_MaxMonitoredItemsPerCall
    )
    try:
        async with asyncio.timeout(ANSWER_S):
            told = await node.read_value()
    except UaStatusCodeError:  # it need not have one
        return MOST_AT_ONCE
    return min(told, MOST_AT_ONCE) if isinstance(told, int) and told > 0 else MOST_AT_ONCE


def node_id(given: str, namespaces: Iterable[str]) -> ua.NodeId:
    """Resolve `nsu=NAME;s=...` with the server's namespace table. Raises ValueError if the name is not in it."""
    if not given.startswith("nsu="):
        return ua.NodeId.from_string(given if given.startswith("ns=") else f"ns=0;{given}")
    name, _, rest = given.removeprefix("nsu=").partition(";")
    known = list(namespaces)
    if name not in known:
        raise ValueError(f"the server has no namespace {name}")
    return ua.NodeId.from_string(f"ns={known.index(name)};{rest}")


def quality_of(status: Any) -> Quality:
    """Return the quality of an OPC UA status code, from its two highest bits."""
    grade = (status.value if status is not None else 0) >> 30
    return (Quality.GOOD, Quality.UNCERTAIN, Quality.BAD, Quality.BAD)[grade]


def _ms(moment: datetime) -> int:
    aware = moment if moment.tzinfo else moment.replace(tzinfo=UTC)
    return round(aware.timestamp() * 1000)
