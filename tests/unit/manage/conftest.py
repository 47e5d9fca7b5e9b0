"""A copy of the project in which nothing is really installed."""

from __future__ import annotations

import pytest

import manage_setup as place


@pytest.fixture
def copy(tmp_path, monkeypatch):
    """A fresh copy of the project with two lock files, a Python that answers "3.11", and no installer."""
    for name, folder in (("ROOT", ""), ("VENV", ".venv"), ("VENDOR", "static/vendor")):
        monkeypatch.setattr(place, name, tmp_path / folder)
    monkeypatch.setattr(place, "PYTHON_STAMP", tmp_path / ".venv" / "stamp.json")
    monkeypatch.setattr(place, "PAGES_STAMP", tmp_path / "static" / "vendor" / "stamp.json")
    monkeypatch.setattr(place, "interpreter_version", lambda: "3.11")
    (tmp_path / ".venv").mkdir()
    (tmp_path / "requirements.lock").write_text("flask==3.1.3\n")
    (tmp_path / "requirements-dev.lock").write_text("flask==3.1.3\npytest==9.2.0\n")
    for name in ("DATABASE_URL", "TRAINING_DATABASE_URL", "TRAINING_INSTANCE_DIR"):
        monkeypatch.delenv(name, raising=False)
    return tmp_path


@pytest.fixture
def installed(copy, monkeypatch):
    """The names of the lock files given to the installer, in order."""
    names: list[str] = []
    monkeypatch.setattr(place, "install", lambda lock: names.append(lock.name))
    return names


@pytest.fixture
def ran(copy, monkeypatch):
    """The commands that would have been run, in order."""
    commands: list[list[str]] = []
    monkeypatch.setattr(place, "run", lambda *words: commands.append([str(word) for word in words]) or "")
    return commands
