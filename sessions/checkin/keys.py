"""The key of all codes of check-in, derived from the data key, which lives outside the database."""

from __future__ import annotations

from core import vault


def key() -> bytes:
    """32 bytes that only the server has. Raises VaultError while the vault is closed."""
    return bytes.fromhex(vault.blind_index("codes", "sessions.checkin"))
