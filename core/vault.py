"""Encryption of personal data at rest, and the keyed index by which an encrypted value is found again.

Ciphertext: version byte, 12-byte nonce, AES-256-GCM ciphertext with tag, in URL-safe base64. The purpose
(`table.column`) is associated data: a value copied into another column cannot be read there.
The keys come from the configuration (`TRAINING_DATA_KEY`) and live outside the database.
"""

from __future__ import annotations

import base64
import hashlib
import hmac
import os

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

VERSION = b"\x01"
NONCE_BYTES = 12


class VaultError(Exception):
    """The vault has no key, or a value was sealed with another key or for another column."""


class _Keys:
    data: AESGCM | None = None
    index: bytes = b""


def open_vault(secret: str) -> None:
    """Derive the data key and the index key from the configured secret.

    Raises VaultError when the secret is shorter than 32 characters.
    """
    if len(secret) < 32:
        raise VaultError("the data key needs at least 32 characters")
    _Keys.data = AESGCM(hashlib.sha256(b"data:" + secret.encode()).digest())
    _Keys.index = hashlib.sha256(b"index:" + secret.encode()).digest()


def _cipher() -> AESGCM:
    if _Keys.data is None:
        raise VaultError("the data key is not set")
    return _Keys.data


def seal(plain: str, purpose: str) -> str:
    """Encrypt a text for one column."""
    return base64.urlsafe_b64encode(seal_bytes(plain.encode(), purpose)).decode()


def unseal(token: str, purpose: str) -> str:
    """Decrypt a text of one column. Raises VaultError for another key, another column or a changed value."""
    return unseal_bytes(base64.urlsafe_b64decode(token), purpose).decode()


def seal_bytes(plain: bytes, purpose: str) -> bytes:
    """Encrypt bytes for one column."""
    nonce = os.urandom(NONCE_BYTES)
    return VERSION + nonce + _cipher().encrypt(nonce, plain, purpose.encode())


def unseal_bytes(raw: bytes, purpose: str) -> bytes:
    """Decrypt bytes of one column. Raises VaultError as `unseal` does."""
    if raw[:1] != VERSION:
        raise VaultError("unknown ciphertext version")
    try:
        return _cipher().decrypt(raw[1 : 1 + NONCE_BYTES], raw[1 + NONCE_BYTES :], purpose.encode())
    except InvalidTag as error:
        raise VaultError("the value was sealed with another key or for another column") from error


def blind_index(value: str, purpose: str) -> str:
    """The keyed digest (HMAC-SHA-256, hex) by which an encrypted value is looked up without being readable."""
    _cipher()
    return hmac.new(_Keys.index, f"{purpose}:{value}".encode(), hashlib.sha256).hexdigest()
