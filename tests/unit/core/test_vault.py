"""Encryption at rest and the blind index."""

from __future__ import annotations

import base64

import pytest

from core import vault
from core.vault import VaultError, blind_index, seal, unseal

SECRET = "a secret of at least thirty-two characters"
PURPOSE = "learner.id_number"


@pytest.fixture(autouse=True)
def opened():
    kept = (vault._Keys.data, vault._Keys.index)
    vault.open_vault(SECRET)
    yield
    vault._Keys.data, vault._Keys.index = kept


@pytest.mark.parametrize("plain", ["", "610102199001011234", "欧阳子涵", "𠮷", "x" * 5000])
def test_what_is_sealed_can_be_read_again(plain):
    assert unseal(seal(plain, PURPOSE), PURPOSE) == plain


def test_a_sealed_value_does_not_show_what_it_holds():
    assert "610102" not in base64.urlsafe_b64decode(seal("610102199001011234", PURPOSE)).decode("latin-1")


def test_the_same_value_is_sealed_differently_each_time():
    assert seal("same", PURPOSE) != seal("same", PURPOSE)


def test_a_value_cannot_be_read_in_another_column():
    with pytest.raises(VaultError):
        unseal(seal("secret", PURPOSE), "learner.phone")


def test_a_value_cannot_be_read_with_another_key():
    sealed = seal("secret", PURPOSE)
    vault.open_vault("another secret of thirty-two characters!")
    with pytest.raises(VaultError):
        unseal(sealed, PURPOSE)


@pytest.mark.parametrize("position", [0, 5, 20, -1])
def test_a_changed_value_is_noticed(position):
    raw = bytearray(base64.urlsafe_b64decode(seal("secret", PURPOSE)))
    raw[position] ^= 1
    with pytest.raises(VaultError):
        unseal(base64.urlsafe_b64encode(bytes(raw)).decode(), PURPOSE)


def test_a_short_secret_is_refused():
    with pytest.raises(VaultError, match="32 characters"):
        vault.open_vault("x" * 31)


def test_without_a_key_nothing_is_sealed():
    vault._Keys.data = None
    with pytest.raises(VaultError):
        seal("secret", PURPOSE)
    with pytest.raises(VaultError):
        blind_index("secret", PURPOSE)


def test_the_blind_index_finds_equal_values_of_one_column_under_one_key():
    index = blind_index("610102199001011234", PURPOSE)
    assert index == blind_index("610102199001011234", PURPOSE)
    assert len(index) == 64
    assert index != blind_index("610102199001011235", PURPOSE)
    assert index != blind_index("610102199001011234", "learner.phone")
    vault.open_vault("another secret of thirty-two characters!")
    assert index != blind_index("610102199001011234", PURPOSE)
