"""`flask solve-ctt` from file to file."""

import subprocess
import sys

import pytest

from courses.solver.ctt import solutions
from courses.solver.ctt.reading import read
from courses.solver.ctt.validate import validate
from tests.architecture.house import ROOT
from tests.unit.courses.solver.ctt.toys import COMP01, TOY_TEXT

pytestmark = pytest.mark.one_engine


def test_the_solution_of_the_file_is_written_and_its_cost_told(run_command, tmp_path):
    out = tmp_path / "comp01.sol"
    result = run_command(
        "solve-ctt", str(COMP01), "--moves", "400000", "--workers", "1", "--seed", "7", "--out", str(out)
    )
    assert result.exit_code == 0, result.output
    verdict = validate(read(COMP01.read_text(encoding="utf-8")), solutions.read(out.read_text(encoding="utf-8")))
    assert verdict.violations == 0
    told = dict(line.split(": ") for line in result.output.splitlines())
    assert list(told.values())[:7] == [
        "Fis0506-1",
        str(verdict.cost),
        str(verdict.room_capacity),
        str(verdict.min_working_days),
        str(verdict.compactness),
        str(verdict.room_stability),
        "0",
    ]
    assert list(told.values())[-1] == "7"


@pytest.mark.parametrize(
    ("old", "new", "told"),
    [
        (b"Rooms: 2", b"Room: 2", "Rooms: …"),
        (b"Toy", b"\xff\xfe", "UTF-8"),
        (b"a t1 2", b"a t1 99", "Error"),
        (b"Days: 2", b"Days: 1", 24),
    ],
)
def test_a_file_that_cannot_be_solved_ends_with_the_reason(run_command, tmp_path, old, new, told):
    path = tmp_path / "bad.ctt"
    path.write_bytes(TOY_TEXT.encode().replace(old, new, 1))
    result = run_command("solve-ctt", str(path), "--moves", "1")
    assert result.exit_code == 1
    assert str(told) in result.output


def test_a_place_that_cannot_be_written_is_named(run_command, tmp_path):
    result = run_command("solve-ctt", str(COMP01), "--moves", "1", "--out", str(tmp_path / "none" / "x.sol"))
    assert result.exit_code == 1
    assert "x.sol" in result.output


def test_listing_commands_compiles_nothing():
    script = "import sys, app; app.create_app(); sys.exit('numba' in sys.modules)"
    assert subprocess.run([sys.executable, "-c", script], cwd=ROOT, check=False).returncode == 0
