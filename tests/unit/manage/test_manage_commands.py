"""The commands: which words go where, which port is taken, and how each ends."""

from __future__ import annotations

import ast
import io
import os
import socket
import sys
from pathlib import Path

import pytest

import manage
import manage_setup as place
from manage_setup import ManageError


@pytest.fixture
def started(monkeypatch):
    """The commands that would have run in sight, in order; all succeed and nothing is set up."""
    commands: list[list[str]] = []

    def pretend(*words: object, door: object = None) -> int:
        commands.append([str(word) for word in words])
        return 0

    monkeypatch.setattr(manage, "in_sight", pretend)
    monkeypatch.setattr(place, "setup", lambda **_: None)
    monkeypatch.setattr(os, "environ", {"HOME": "/home/a"})
    return commands


@pytest.fixture
def taken_port():
    with socket.create_server(("127.0.0.1", 0)) as server:
        yield server.getsockname()[1]


@pytest.mark.parametrize("version", [(3, 6), (3, 7), (3, 10)])
@pytest.mark.parametrize("until", ["import manage_setup", None], ids=["up to the check", "to the end"])
def test_an_old_python_can_read_far_enough_to_be_told(version, until):
    source = Path(manage.__file__).read_text(encoding="utf-8")

    ast.parse(source.split(until)[0] if until else source, feature_version=version)


def test_without_a_command_the_help_is_shown(capsys):
    with pytest.raises(SystemExit) as stop:
        manage.main([])

    assert stop.value.code == 0
    assert "demo" in capsys.readouterr().out


@pytest.mark.parametrize("command", ["demo", "run", "setup", "test", "check", "lock"])
def test_the_help_names_every_command(command):
    assert f"\n    {command} " in manage.parser().format_help()


@pytest.mark.parametrize(
    "words",
    [["-k", "roster and not slow"], ["--help"], ["-x", "--maxfail=1", "tests/unit"], ["--", "-n", "2"]],
)
def test_every_word_after_test_goes_to_pytest_as_it_is(started, words):
    manage.main(["test", *words])

    assert started == [[str(place.PYTHON), "-m", "pytest", *words]]


@pytest.mark.parametrize(("processors", "crew"), [(1, 0), (2, 2), (64, 4), (None, 0)])
def test_all_tests_run_on_a_crew_of_modest_size(started, monkeypatch, processors, crew):
    monkeypatch.setattr(os, "cpu_count", lambda: processors)

    manage.main(["test"])

    assert started[0][3:] == (["-n", str(crew), "--dist", "worksteal"] if crew else [])


def test_the_exit_status_of_pytest_is_handed_on(started, monkeypatch):
    monkeypatch.setattr(manage, "in_sight", lambda *_: 5)

    assert manage.main(["test", "nothing"]) == 5


def test_a_demo_loads_its_data_and_then_serves(started, monkeypatch):
    monkeypatch.setattr(manage, "choose_port", lambda host, asked: asked or 8000)

    assert manage.main(["demo", "--port", "8123", "--host", "0.0.0.0"]) == 0
    assert [command[5] for command in started] == ["load-demo", "serve"]
    assert started[1][6:] == ["--host", "0.0.0.0", "--port", "8123"]


def test_a_demo_may_stop_before_serving(started):
    manage.main(["demo", "--no-serve"])

    assert [command[5] for command in started] == ["load-demo"]


def test_a_demo_that_cannot_load_does_not_serve(started, monkeypatch):
    monkeypatch.setattr(manage, "in_sight", lambda *_, **__: 3)

    assert manage.main(["demo"]) == 3


def test_a_demo_keeps_away_from_real_data(started, monkeypatch):
    answers = iter([manage.HOLDS_OTHER_DATA, 0])
    monkeypatch.setattr(manage, "in_sight", lambda *_, **__: next(answers))

    assert manage.main(["demo", "--no-serve"]) == 0

    assert os.environ["TRAINING_INSTANCE_DIR"] == str(manage.DEMO_FOLDER)
    assert os.environ["TRAINING_DEMO"] == "1"


def test_a_demo_goes_into_the_usual_database(started):
    manage.main(["demo", "--no-serve"])

    assert "TRAINING_INSTANCE_DIR" not in os.environ


@pytest.mark.parametrize("variable", ["DATABASE_URL", "TRAINING_DATABASE_URL"])
def test_a_demo_uses_the_database_that_is_named(started, variable):
    os.environ[variable] = "postgresql://db/demo"

    manage.main(["demo", "--no-serve"])

    assert "TRAINING_INSTANCE_DIR" not in os.environ


def test_a_folder_given_by_hand_is_used_for_the_demo(started):
    os.environ["TRAINING_INSTANCE_DIR"] = "/srv/try"

    manage.main(["demo", "--no-serve"])

    assert os.environ["TRAINING_INSTANCE_DIR"] == "/srv/try"


def test_a_run_loads_nothing_and_uses_real_data(started, monkeypatch):
    monkeypatch.setattr(manage, "choose_port", lambda host, asked: 8000)

    manage.main(["run"])

    assert [command[5] for command in started] == ["serve"]
    assert "TRAINING_INSTANCE_DIR" not in os.environ


def test_ctrl_c_ends_the_server_quietly(started, monkeypatch, capsys):
    def interrupted(*_: object, **__: object) -> int:
        raise KeyboardInterrupt

    monkeypatch.setattr(manage, "in_sight", interrupted)
    monkeypatch.setattr(manage, "choose_port", lambda host, asked: 8000)

    assert manage.main(["run"]) == 0
    assert "stopped" in capsys.readouterr().err


def test_a_taken_port_is_not_free(taken_port):
    assert not manage.is_free("127.0.0.1", taken_port)


def test_the_first_free_port_is_chosen(monkeypatch, capsys):
    monkeypatch.setattr(manage, "is_free", lambda host, port: port >= 8002)

    assert manage.choose_port("127.0.0.1", None) == 8002
    assert "port 8000 is taken, using 8002" in capsys.readouterr().err


def test_a_port_that_was_asked_for_is_never_changed_in_silence(monkeypatch):
    monkeypatch.setattr(manage, "is_free", lambda host, port: port == 8001)

    with pytest.raises(ManageError, match=r"(?s)端口 9999 .*--port 8001.*Port 9999"):
        manage.choose_port("127.0.0.1", 9999)


def test_a_port_that_was_asked_for_and_is_free_is_used(monkeypatch):
    monkeypatch.setattr(manage, "is_free", lambda host, port: port == 9999)

    assert manage.choose_port("127.0.0.1", 9999) == 9999


def test_no_free_port_at_all_is_told_with_a_remedy(monkeypatch):
    monkeypatch.setattr(manage, "is_free", lambda host, port: False)

    with pytest.raises(ManageError, match=r"8000–8019.*--port 9000"):
        manage.choose_port("127.0.0.1", None)


def test_an_address_of_another_machine_is_refused():
    with pytest.raises(ManageError, match="not an address of this machine"):
        manage.is_free("192.0.2.1", 8000)


def test_the_address_is_named_once_the_server_answers(taken_port, capsys):
    class Running:
        def poll(self) -> None:
            return None

    manage.announce(Running(), "127.0.0.1", taken_port)

    assert f"open http://127.0.0.1:{taken_port} " in capsys.readouterr().err


def test_no_address_is_named_for_a_server_that_has_ended(taken_port, capsys):
    class Ended:
        def poll(self) -> int:
            return 1

    manage.announce(Ended(), "127.0.0.1", taken_port)

    assert capsys.readouterr().err == ""


@pytest.mark.skipif(os.name == "nt", reason="Windows has no signals as exit status")
@pytest.mark.parametrize(
    ("program", "status"), [("exit(0)", 0), ("exit(3)", 3), ("import os; os.kill(os.getpid(), 9)", 137)]
)
def test_a_program_in_sight_hands_on_its_exit_status(program, status):
    assert manage.in_sight(sys.executable, "-c", program) == status


def test_every_check_runs_to_its_end_before_the_failed_ones_are_named(started, monkeypatch, capsys):
    def only_types_fail(*words: object) -> int:
        started.append([str(word) for word in words])
        return 1 if str(words[0]).endswith("mypy") else 0

    monkeypatch.setattr(manage, "in_sight", only_types_fail)

    assert manage.main(["check"]) == 1
    assert [Path(command[0]).name for command in started[:4]] == ["ruff", "ruff", "lint-imports", "mypy"]
    assert started[4][2] == "pytest"
    assert "Not passed: types" in capsys.readouterr().err


def test_a_check_may_leave_the_tests_out(started):
    assert manage.main(["check", "--no-tests"]) == 0
    assert len(started) == len(manage.CHECKS)


def raising(error: BaseException) -> object:
    def job(**_: object) -> None:
        raise error

    return job


def test_a_full_disk_is_told_without_a_stack_trace(monkeypatch, capsys):
    monkeypatch.setattr(place, "setup", raising(OSError(28, "No space left on device")))

    assert manage.main(["setup"]) == 1
    assert "The disk is full" in capsys.readouterr().err


def test_a_fault_of_our_own_keeps_its_stack_trace(monkeypatch):
    monkeypatch.setattr(place, "setup", raising(OSError(22, "Invalid argument")))

    with pytest.raises(OSError, match="Invalid argument"):
        manage.main(["setup"])


def test_an_interrupted_setup_ends_quietly(monkeypatch):
    monkeypatch.setattr(place, "setup", raising(KeyboardInterrupt()))

    assert manage.main(["setup"]) == 130


def test_a_console_without_chinese_does_not_stop_the_launcher(monkeypatch):
    console = io.TextIOWrapper(io.BytesIO(), encoding="cp1252")
    monkeypatch.setattr(sys, "stderr", console)
    monkeypatch.setattr(place, "setup", lambda **_: None)

    assert manage.main(["setup"]) == 0
