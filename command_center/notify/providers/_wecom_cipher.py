"""How WeCom signs and encrypts its callbacks: SHA-1 of four sorted strings, AES-256-CBC with a key of the plant.

Source: WeCom's developer documentation, "Encryption and decryption" (developer.work.weixin.qq.com/document/path/90968).
"""

import base64
import binascii
import hashlib
import hmac
import secrets
import struct

from cryptography.hazmat.primitives.ciphers import Cipher, algorithms, modes

BLOCK = 32
"""WeCom pads to 32 bytes, not to the 16 of AES."""
RANDOM = 16
HEAD = RANDOM + 4


class BadCipher(Exception):
    """A signature or an encrypted text is not WeCom's. Its sender is told nothing more."""


class WecomCipher:
    """The cipher of one application's callbacks. `receiver` is the corp id, which stands in every text.

    Raises ValueError if the key is not an EncodingAESKey.
    """

    def __init__(self, token: str, encoding_aes_key: str, receiver: str) -> None:
        if len(encoding_aes_key) != 43:
            raise ValueError("an EncodingAESKey has 43 characters")
        # The last character holds two bits that are not of the key, and WeCom draws it freely.
        self._key = base64.b64decode(encoding_aes_key + "=", validate=True)
        self._token, self._receiver = token, receiver.encode()

    def __repr__(self) -> str:
        return "WecomCipher()"

    def signature(self, timestamp: str, nonce: str, encrypted: str) -> str:
        """The `msg_signature` of an encrypted text."""
        joined = "".join(sorted((self._token, timestamp, nonce, encrypted)))
        return hashlib.sha1(joined.encode(), usedforsecurity=False).hexdigest()

    def opened(self, given: str, timestamp: str, nonce: str, encrypted: str) -> bytes:
        """Return the text, if WeCom signed and encrypted it. Raises BadCipher."""
        wanted = self.signature(timestamp, nonce, encrypted)
        if not hmac.compare_digest(wanted.encode(), given.encode()):
            raise BadCipher
        try:
            sealed = base64.b64decode(encrypted, validate=True)
        except (binascii.Error, ValueError):
            raise BadCipher from None
        if not sealed or len(sealed) % 16:
            raise BadCipher
        decryptor = self._cipher().decryptor()
        padded = decryptor.update(sealed) + decryptor.finalize()
        pad = padded[-1]
        if not 1 <= pad <= BLOCK or padded[-pad:] != bytes([pad]) * pad or len(padded) < HEAD + pad:
            raise BadCipher
        content = padded[:-pad]
        (length,) = struct.unpack(">I", content[RANDOM:HEAD])
        text, receiver = content[HEAD : HEAD + length], content[HEAD + length :]
        if len(text) != length or not hmac.compare_digest(receiver, self._receiver):
            raise BadCipher
        return text

    def sealed(self, text: bytes) -> str:
        """Encrypts a text as an answer to WeCom."""
        content = secrets.token_bytes(RANDOM) + struct.pack(">I", len(text)) + text + self._receiver
        pad = BLOCK - len(content) % BLOCK
        encryptor = self._cipher().encryptor()
        padded = content + bytes([pad]) * pad
        return base64.b64encode(encryptor.update(padded) + encryptor.finalize()).decode()

    def _cipher(self) -> Cipher[modes.CBC]:
        return Cipher(algorithms.AES(self._key), modes.CBC(self._key[:16]))
