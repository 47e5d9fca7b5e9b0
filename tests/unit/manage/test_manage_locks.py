"""What the lock files hold, and how they are written anew."""

from __future__ import annotations

import json
import re
from pathlib import Path

import pytest

import manage
import manage_setup as place

PROJECT = place.ROOT


@pytest.fixture
def exported(tmp_path, monkeypatch):
    """A copy whose uv exports the text that stands in the returned dictionary."""
    answer = {"text": "flask==3.1.3 \\\n    --hash=sha256:a\n"}

    def uv(*words: object) -> str:
        if "export" in words:
            Path(words[words.index("--directory") + 1], words[-1]).write_text(answer["text"])
        return ""

    (tmp_path / "pyproject.toml").touch()
    monkeypatch.setattr(place, "ROOT", tmp_path)
    monkeypatch.setattr(place, "run", uv)
    monkeypatch.setattr(manage.shutil, "which", lambda _: "uv")
    return answer


def test_both_locks_are_written(exported, tmp_path):
    assert manage.main(["lock"]) == 0
    assert (tmp_path / "requirements.lock").read_text().endswith(exported["text"])
    assert (tmp_path / "requirements-dev.lock").exists()


def test_a_lock_that_names_a_host_is_not_written(exported, tmp_path, capsys):
    exported["text"] = "flask @ https://mirror.example/flask.whl\n"

    assert manage.main(["lock"]) == 1
    assert not (tmp_path / "requirements.lock").exists()
    assert "would name a host" in capsys.readouterr().err


def test_locking_without_uv_says_how_to_get_it(monkeypatch, capsys):
    monkeypatch.setattr(manage.shutil, "which", lambda _: None)

    assert manage.main(["lock"]) == 1
    assert "pip install uv" in capsys.readouterr().err


def test_front_end_packages_are_pinned_and_their_lock_names_no_host():
    package = json.loads((PROJECT / "package.json").read_text(encoding="utf-8"))
    pins = package["dependencies"] | package["devDependencies"]
    lock = json.loads((PROJECT / "package-lock.json").read_text(encoding="utf-8"))

    assert all(re.fullmatch(r"\d+\.\d+\.\d+", version) for version in pins.values())
    assert all(lock["packages"][f"node_modules/{name}"]["version"] == version for name, version in pins.items())
    assert not any("resolved" in entry for entry in lock["packages"].values())
    assert all(entry["integrity"].startswith("sha512-") for name, entry in lock["packages"].items() if name)


def test_each_icon_is_listed_once_in_order():
    icons = json.loads((PROJECT / "package.json").read_text(encoding="utf-8"))["icons"]

    assert icons == sorted(set(icons))


@pytest.mark.parametrize("name", ["requirements.lock", "requirements-dev.lock"])
def test_the_python_locks_hold_digests_and_no_host(name):
    lock = (PROJECT / name).read_text(encoding="utf-8")

    assert "://" not in lock
    assert len(re.findall(r"^\S+==", lock, re.MULTILINE)) == len(
        re.findall(r"^\S+==.*\\\n +--hash", lock, re.MULTILINE)
    )
