"""Who may import whom, and what stays pure."""

from __future__ import annotations

import json
import subprocess
import sys

from tests.architecture.house import ROOT, contracts, modules_matching, root_packages

PURE = contracts()["What decides and computes is pure"]
FIND_THE_FIRST_OFFENDER = """
import importlib, json, sys
modules, forbidden = json.loads(sys.argv[1])
for module in modules:
    importlib.import_module(module)
    if brought := sorted(set(forbidden) & set(sys.modules)):
        sys.exit(f"{module} brings in {', '.join(brought)}")
"""


def test_the_import_contracts_are_kept():
    done = subprocess.run([sys.executable, "-c", "from importlinter.cli import lint_imports_command as lint; lint()"],
                          cwd=ROOT, capture_output=True, text=True, check=False)  # fmt: skip
    assert done.returncode == 0, done.stdout[-3000:] + done.stderr[-1000:]


def test_every_folder_of_the_product_is_in_the_contracts():
    folders = {path.parent.name for path in ROOT.glob("*/__init__.py")}
    assert folders == set(root_packages())


def test_the_layers_name_every_package():
    layers = contracts()["Packages only look down"]["layers"]
    assert {name.strip() for layer in layers for name in layer.split("|")} == set(root_packages())


def test_no_package_hides_a_module_of_the_standard_library():
    ours = {*root_packages(), *(path.stem for path in ROOT.glob("*.py"))}
    assert not ours & sys.stdlib_module_names


def test_packages_hold_nothing_but_a_docstring_at_their_top():
    wordy = [
        name for name in root_packages() if len((ROOT / name / "__init__.py").read_text().strip().splitlines()) > 1
    ]
    assert wordy == []


def test_pure_modules_import_in_a_fresh_interpreter_without_flask_or_database():
    modules = [module for pattern in PURE["source_modules"] for module in modules_matching(pattern)]
    assert len(modules) > 20
    question = json.dumps([modules, PURE["forbidden_modules"]])
    done = subprocess.run([sys.executable, "-W", "error", "-c", FIND_THE_FIRST_OFFENDER, question],
                          cwd=ROOT, capture_output=True, text=True, check=False)  # fmt: skip
    assert done.returncode == 0, done.stderr[-2000:]
