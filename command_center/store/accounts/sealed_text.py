"""Text stored encrypted, so that a copy of the database alone does not reveal it."""

import base64
import hashlib
import json
from typing import Any

from cryptography.fernet import Fernet, InvalidToken


class SealedText:
    """Encrypts JSON with a key derived from `secret`; what another secret sealed opens as None."""

    def __init__(self, secret: bytes) -> None:
        key = hashlib.sha256(b"command-center sealed text\n" + secret).digest()
        self._cipher = Fernet(base64.urlsafe_b64encode(key))

    def seal(self, told: Any) -> str:
        """Encrypts a value for storage."""
        return self._cipher.encrypt(json.dumps(told).encode()).decode()

    def open(self, sealed: str) -> Any:
        """Decrypts a stored value; None if it cannot be decrypted."""
        try:
            return json.loads(self._cipher.decrypt(sealed.encode()))
        except InvalidToken:
            return None
