"""A time-stamping authority of a test's own: `openssl ts` behind HTTP, as RFC 3161 has it."""

import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from threading import Thread

CONFIG = """\
[tsa]
default_tsa = own
[own]
serial = {folder}/serial
signer_cert = {folder}/tsa.pem
certs = {folder}/ca.pem
signer_key = {folder}/tsa.key
signer_digest = sha256
default_policy = 1.2.3.4.1
digests = sha256
ess_cert_id_alg = sha256
"""
OF_TSA = """\
extendedKeyUsage = critical, timeStamping
keyUsage = critical, digitalSignature
basicConstraints = CA:FALSE
subjectKeyIdentifier = hash
authorityKeyIdentifier = keyid
"""


def openssl(folder: Path, *arguments: str) -> None:
    subprocess.run(["openssl", *arguments], cwd=folder, check=True, capture_output=True)


class Authority:
    """`url` stamps; `ca` is the certificate to trust. `status` and `spoil` make it fail."""

    def __init__(self, folder: Path) -> None:
        folder.mkdir(parents=True, exist_ok=True)
        self.folder, self.ca = folder, folder / "ca.pem"
        self.url = ""
        self.status = 200
        self.other_query: bytes | None = None
        """Stamped in place of what is asked."""
        key = ("-newkey", "rsa:2048", "-nodes")
        usage = ("-addext", "keyUsage=critical,keyCertSign")
        openssl(folder, "req", "-x509", *key, "-keyout", "ca.key", "-out", "ca.pem",
                "-subj", "/CN=Plant CA", "-days", "30", *usage)  # fmt: skip
        openssl(folder, "req", "-new", *key, "-keyout", "tsa.key", "-out", "tsa.csr",
                "-subj", "/CN=Plant TSA")  # fmt: skip
        (folder / "tsa.ext").write_text(OF_TSA)
        openssl(folder, "x509", "-req", "-in", "tsa.csr", "-CA", "ca.pem", "-CAkey", "ca.key",
                "-CAcreateserial", "-out", "tsa.pem", "-days", "30",
                "-extfile", "tsa.ext")  # fmt: skip
        (folder / "serial").write_text("01\n")
        (folder / "tsa.cnf").write_text(CONFIG.format(folder=folder))

    def answer(self, query: bytes) -> bytes:
        """The stamp that `openssl ts` makes for a query."""
        (self.folder / "query.tsq").write_bytes(query)
        openssl(self.folder, "ts", "-reply", "-config", "tsa.cnf", "-queryfile", "query.tsq",
                "-out", "reply.tsr")  # fmt: skip
        return (self.folder / "reply.tsr").read_bytes()


@contextmanager
def time_stamp_authority(folder: Path) -> Iterator[Authority]:
    """An authority that answers for the block."""
    authority = Authority(folder)

    class Door(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            query = self.rfile.read(int(self.headers["Content-Length"]))
            right = self.headers["Content-Type"] == "application/timestamp-query"
            body = authority.answer(authority.other_query or query) if right else b""
            self.send_response(authority.status if right else 415)
            self.send_header("Content-Type", "application/timestamp-reply")
            self.send_header("Content-Length", str(len(body)))
            self.end_headers()
            self.wfile.write(body)

        def log_message(self, format: str, *args: object) -> None:
            pass

    with ThreadingHTTPServer(("127.0.0.1", 0), Door) as server:
        authority.url = f"http://127.0.0.1:{server.server_port}/tsa"
        turning = Thread(target=server.serve_forever, daemon=True)
        turning.start()
        yield authority
        server.shutdown()
        turning.join()
