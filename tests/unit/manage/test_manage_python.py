"""When the Python environment is installed, completed, or made anew."""

from __future__ import annotations

from collections import namedtuple
from pathlib import Path

import pytest

import manage_setup as place
from manage_setup import ManageError

Disk = namedtuple("Disk", "free")


def test_an_environment_is_installed_once(installed):
    place.setup_python(dev=False)
    place.setup_python(dev=False)

    assert installed == ["requirements.lock"]


def test_development_tools_include_the_rest(installed):
    place.setup_python(dev=True)
    place.setup_python(dev=False)

    assert installed == ["requirements-dev.lock"]


def test_development_tools_are_added_to_what_is_there(installed):
    place.setup_python(dev=False)
    place.setup_python(dev=True)

    assert installed == ["requirements.lock", "requirements-dev.lock"]


def test_a_changed_lock_is_installed(copy, installed):
    place.setup_python(dev=False)
    (copy / "requirements.lock").write_text("flask==3.1.4\n")
    place.setup_python(dev=False)

    assert len(installed) == 2


def test_another_version_of_python_is_installed_for(installed, monkeypatch):
    place.setup_python(dev=False)
    monkeypatch.setattr(place, "interpreter_version", lambda: "3.12")
    place.setup_python(dev=False)

    assert len(installed) == 2


def test_an_environment_made_by_others_is_completed_not_remade(installed, ran):
    place.setup_python(dev=False)

    assert installed == ["requirements.lock"]
    assert ran == []


def test_an_interrupted_environment_is_made_anew(installed, ran):
    place.write_stamp(place.PYTHON_STAMP, {"interrupted": "yes"})

    place.setup_python(dev=False)

    assert ran[0][1:4] == ["-m", "venv", "--clear"]


def test_a_broken_environment_is_made_anew(installed, ran, monkeypatch):
    versions = iter(["", "3.11"])
    monkeypatch.setattr(place, "interpreter_version", lambda: next(versions))

    place.setup_python(dev=False)

    assert ran[0][1:4] == ["-m", "venv", "--clear"]


def test_an_installer_that_gives_up_leaves_the_environment_as_it_was(copy, monkeypatch):
    def no_network(lock: Path) -> None:
        raise ManageError("无网络。", "No network.")

    monkeypatch.setattr(place, "install", no_network)

    with pytest.raises(ManageError):
        place.setup_python(dev=False)
    assert place.read_stamp(place.PYTHON_STAMP) == {}


def test_an_installer_that_is_killed_leaves_its_mark(copy, monkeypatch):
    def killed(lock: Path) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr(place, "install", killed)

    with pytest.raises(KeyboardInterrupt):
        place.setup_python(dev=False)
    assert "interrupted" in place.read_stamp(place.PYTHON_STAMP)


def test_a_disk_without_room_stops_before_anything_is_written(installed, monkeypatch):
    monkeypatch.setattr(place.shutil, "disk_usage", lambda _: Disk(free=0.9e9))

    with pytest.raises(ManageError, match=r"1\.0 GB"):
        place.setup_python(dev=False)
    assert installed == []


def test_uv_is_used_where_it_is(ran, monkeypatch):
    monkeypatch.setattr(place.shutil, "which", lambda _: "/usr/bin/uv")

    place.install(Path("some.lock"))

    assert [command[0] for command in ran] == ["/usr/bin/uv"]
    assert "--require-hashes" in ran[0]


def test_pip_steps_in_where_uv_fails(ran, monkeypatch):
    def uv_fails(*words: object) -> str:
        ran.append([str(word) for word in words])
        if words[0] == "/usr/bin/uv":
            raise ManageError("无镜像。", "No mirror.")
        return ""

    monkeypatch.setattr(place.shutil, "which", lambda _: "/usr/bin/uv")
    monkeypatch.setattr(place, "run", uv_fails)

    place.install(Path("some.lock"))

    assert ran[-1][1:] == ["-m", "pip", "install", "--require-hashes", "-r", "some.lock"]


def test_pip_is_put_into_an_environment_that_lacks_it(ran, monkeypatch):
    def no_pip_yet(*words: object) -> str:
        ran.append([str(word) for word in words])
        if "--version" in words:
            raise ManageError("没有 pip。", "No pip.")
        return ""

    monkeypatch.setattr(place.shutil, "which", lambda _: None)
    monkeypatch.setattr(place, "run", no_pip_yet)

    place.install(Path("some.lock"))

    assert [command[2] for command in ran] == ["pip", "ensurepip", "pip"]
