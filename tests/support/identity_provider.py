"""An identity provider as a process of its own, for the tests: it keeps to the standards, and misbehaves on request.

    python -m tests.support.identity_provider PORT NOW_S

Written with `cryptography` alone: it shares no code with the libraries of the center. It checks the client's secret,
the address to come back to, PKCE (S256) and that a code and a refresh token are used once. `POST /control` changes
what it does (`Faults`), whom it signs in and whether that account is closed.
"""

import base64
import hashlib
import hmac
import json
import secrets
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any
from urllib.parse import parse_qs, urlencode, urlsplit

from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import padding, rsa
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat

CLIENT, SECRET = "command-center", "the client's own secret"
LASTS_S = 300


def b64(value: bytes) -> str:
    return base64.urlsafe_b64encode(value).rstrip(b"=").decode()


class Key:
    """A key it signs with, and its public half as a JWK."""

    def __init__(self) -> None:
        self.private = rsa.generate_private_key(public_exponent=65537, key_size=2048)
        self.kid = secrets.token_hex(4)

    def jwk(self) -> dict[str, str]:
        numbers = self.private.public_key().public_numbers()
        n = numbers.n.to_bytes((numbers.n.bit_length() + 7) // 8)
        e = numbers.e.to_bytes(3)
        return {
            "kty": "RSA", "use": "sig", "alg": "RS256", "kid": self.kid, "n": b64(n), "e": b64(e),
        }  # fmt: skip

    def signed(self, claims: dict[str, Any], alg: str = "RS256") -> str:
        header = {"alg": alg, "kid": self.kid, "typ": "JWT"}
        body = f"{b64(json.dumps(header).encode())}.{b64(json.dumps(claims).encode())}"
        if alg == "none":
            return f"{body}."
        if alg == "HS256":  # the public key as a shared secret: a well-known confusion
            public = self.private.public_key()
            pem = public.public_bytes(Encoding.PEM, PublicFormat.SubjectPublicKeyInfo)
            return f"{body}.{b64(hmac.digest(pem, body.encode(), 'sha256'))}"
        signature = self.private.sign(body.encode(), padding.PKCS1v15(), hashes.SHA256())
        return f"{body}.{b64(signature)}"


class Provider:
    """What it knows. `faults`: claims to put in place of the true ones, `alg`, `slow` (a path that never answers),
    `half` (one that never ends its answer), `broken` (a path that answers 500), `refresh` (False: it gives no refresh
    token), `userinfo` (the groups are only there), `foreign_key`, `issuer_in_metadata`."""

    def __init__(self, port: int, now_s: int) -> None:
        self.issuer = f"http://127.0.0.1:{port}"
        self.now_s = now_s
        self.key = Key()
        self.user: dict[str, Any] = {"sub": "s-1", "preferred_username": "zhao", "groups": []}
        self.closed = False
        self.faults: dict[str, Any] = {}
        self.codes: dict[str, dict[str, str]] = {}
        self.refresh: set[str] = set()
        self.access: set[str] = set()
        self.asked: list[str] = []

    def control(self, told: dict[str, Any]) -> None:
        if told.pop("rotate", False):
            self.key = Key()
        for name, value in told.items():
            setattr(self, name, value)

    def metadata(self) -> dict[str, Any]:
        return {
            "issuer": self.faults.get("issuer_in_metadata", self.issuer),
            "authorization_endpoint": f"{self.issuer}/authorize",
            "token_endpoint": f"{self.issuer}/token",
            "jwks_uri": f"{self.issuer}/keys",
            "userinfo_endpoint": f"{self.issuer}/userinfo",
            "end_session_endpoint": f"{self.issuer}/logout",
            "response_types_supported": ["code"],
            "subject_types_supported": ["public"],
            "id_token_signing_alg_values_supported": ["RS256"],
            "code_challenge_methods_supported": ["S256"],
        }

    def authorize(self, asked: dict[str, str]) -> str:
        """The person has typed name and password: back they go, with a code."""
        assert asked["client_id"] == CLIENT, asked
        assert asked["response_type"] == "code"
        assert "openid" in asked["scope"].split()
        assert asked["code_challenge_method"] == "S256"
        code = secrets.token_urlsafe(16)
        self.codes[code] = asked
        return f"{asked['redirect_uri']}?{urlencode({'code': code, 'state': asked['state']})}"

    def token(self, asked: dict[str, str], authorization: str) -> tuple[int, dict[str, Any]]:
        basic = base64.b64encode(f"{CLIENT}:{SECRET}".encode()).decode()
        from_form = (asked.get("client_id"), asked.get("client_secret")) == (CLIENT, SECRET)
        if authorization != f"Basic {basic}" and not from_form:
            return 401, {"error": "invalid_client"}
        nonce = None
        if asked["grant_type"] == "authorization_code":
            begun = self.codes.pop(asked["code"], None)
            verifier = hashlib.sha256(asked.get("code_verifier", "").encode()).digest()
            if (
                begun is None
                or begun["code_challenge"] != b64(verifier)
                or begun["redirect_uri"] != asked.get("redirect_uri")
            ):
                return 400, {"error": "invalid_grant"}
            nonce = begun.get("nonce")
        elif asked["refresh_token"] in self.refresh and not self.closed:
            self.refresh.remove(asked["refresh_token"])
        else:
            return 400, {"error": "invalid_grant", "error_description": "the account is closed"}
        return 200, self._tokens(nonce)

    def _tokens(self, nonce: str | None) -> dict[str, Any]:
        access, refresh = secrets.token_urlsafe(16), secrets.token_urlsafe(16)
        self.access.add(access)
        self.refresh.add(refresh)
        claims = {
            "iss": self.issuer, "aud": CLIENT, "iat": self.now_s, "exp": self.now_s + LASTS_S,
            **self.user,
        }  # fmt: skip
        if self.faults.get("userinfo"):
            claims.pop("groups", None)
        if nonce is not None:
            claims["nonce"] = nonce
        claims |= self.faults.get("claims", {})
        for name in self.faults.get("without", []):
            claims.pop(name, None)
        key = self.key
        if self.faults.get("foreign_key"):
            key = Key()
            key.kid = self.key.kid
        told = {
            "access_token": access, "token_type": "Bearer", "expires_in": LASTS_S,
            "id_token": key.signed(claims, self.faults.get("alg", "RS256")),
        }  # fmt: skip
        if self.faults.get("refresh", True):
            told["refresh_token"] = refresh
        return told


def handler_of(provider: Provider) -> type[BaseHTTPRequestHandler]:
    class Handler(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.0"

        def log_message(self, format: str, *args: Any) -> None:
            """Nobody reads it."""

        def do_GET(self) -> None:
            path, query = urlsplit(self.path).path, parse_qs(urlsplit(self.path).query)
            provider.asked.append(path)
            if self._misbehaves(path):
                return
            asked = {name: values[0] for name, values in query.items()}
            if path == "/.well-known/openid-configuration":
                self._say(200, provider.metadata())
            elif path == "/keys":
                self._say(200, {"keys": [provider.key.jwk()]})
            elif path == "/authorize":
                self.send_response(302)
                self.send_header("Location", provider.authorize(asked))
                self.end_headers()
            elif path == "/userinfo":
                known = self.headers.get("Authorization", "").removeprefix("Bearer ")
                good = known in provider.access
                self._say(200 if good else 401, provider.user if good else {})
            elif path == "/asked":
                self._say(200, {"asked": provider.asked})
            else:
                self._say(404, {})

        def do_POST(self) -> None:
            body = self.rfile.read(int(self.headers["Content-Length"])).decode()
            path = urlsplit(self.path).path
            provider.asked.append(path)
            if path == "/control":
                provider.control(json.loads(body))
                self._say(200, {})
            elif not self._misbehaves(path):
                asked = {name: values[0] for name, values in parse_qs(body).items()}
                self._say(*provider.token(asked, self.headers.get("Authorization", "")))

        def _misbehaves(self, path: str) -> bool:
            if path == provider.faults.get("slow"):
                time.sleep(3_600)  # the caller gives up long before
            if path == provider.faults.get("half"):
                self.send_response(200)
                self.send_header("Content-Length", "1000")
                self.end_headers()
                self.wfile.write(b"{")
                self.wfile.flush()
                time.sleep(3_600)
            if path == provider.faults.get("broken"):
                self._say(500, {"error": "server_error"})
                return True
            return False

        def _say(self, status: int, told: Any) -> None:
            body = json.dumps(told).encode()
            self.send_response(status)
            self.send_header("Content-Type", "application/json")
            self.send_header("Content-Length", str(len(body)))
            self.end_headers()
            self.wfile.write(body)

    return Handler


def main() -> None:
    port, now_s = int(sys.argv[1]), int(sys.argv[2])
    server = ThreadingHTTPServer(("127.0.0.1", port), handler_of(Provider(port, now_s)))
    server.daemon_threads = True
    server.serve_forever()


class RunningProvider:
    """The process, and what the tests tell it."""

    def __init__(self, port: int, now_s: int) -> None:
        import subprocess

        self.issuer = f"http://127.0.0.1:{port}"
        self._port, self._now_s, self._subprocess = port, now_s, subprocess
        self.start()

    def start(self) -> None:
        from tests.support.ports import wait_until_listening

        asked = [str(self._port), str(self._now_s)]
        self._process = self._subprocess.Popen(
            [sys.executable, "-m", "tests.support.identity_provider", *asked]
        )
        wait_until_listening(self._port, self._process)

    def stop(self) -> None:
        self._process.kill()
        self._process.wait()

    def tell(self, **told: Any) -> None:
        import requests

        answer = requests.post(f"{self.issuer}/control", json=told, timeout=30)
        answer.raise_for_status()

    def asked(self) -> list[str]:
        import requests

        answer: list[str] = requests.get(f"{self.issuer}/asked", timeout=30).json()["asked"]
        return answer

    def follow(self, address: str) -> str:
        """A browser that goes to the provider's page; returns where it is sent back to."""
        import requests

        answer = requests.get(address, allow_redirects=False, timeout=30)
        assert answer.status_code == 302, answer.text
        return answer.headers["Location"]


@contextmanager
def running_provider(now_s: int) -> Iterator[RunningProvider]:
    from tests.support.ports import free_port

    provider = RunningProvider(free_port(), now_s)
    try:
        yield provider
    finally:
        provider.stop()


if __name__ == "__main__":
    main()
