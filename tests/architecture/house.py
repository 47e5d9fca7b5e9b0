"""Where the house keeps its things: folders, files, and the contracts that import-linter checks."""

from __future__ import annotations

import ast
import tomllib
from collections.abc import Iterator
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent.parent
NOT_OURS = {".venv", ".git", "node_modules", "instance", "__pycache__"}


def contracts() -> dict[str, dict[str, list[str]]]:
    """The import contracts by name."""
    settings = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["tool"]["importlinter"]
    return {contract["name"]: contract for contract in settings["contracts"]}


def root_packages() -> list[str]:
    """The packages of the product, as the contracts list them."""
    settings = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["tool"]["importlinter"]
    packages: list[str] = settings["root_packages"]
    return packages


def python_files() -> list[Path]:
    """Every Python file of the project but generated migrations."""
    found = [
        path
        for path in ROOT.rglob("*.py")
        if not NOT_OURS & set(path.relative_to(ROOT).parts) and "migrations/versions" not in path.as_posix()
    ]
    return sorted(found)


def product_files() -> list[Path]:
    """Those that run in the product."""
    return [path for path in python_files() if path.relative_to(ROOT).parts[0] != "tests"]


def template_files() -> list[Path]:
    """Every page, layout, macro file and fragment."""
    return sorted((ROOT / "templates").rglob("*.html"))


def name_of(path: Path) -> str:
    """A path as people write it."""
    return path.relative_to(ROOT).as_posix()


def functions_in(path: Path) -> Iterator[tuple[str, ast.FunctionDef]]:
    """Every function of a file with its place, nested ones and methods included."""
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.FunctionDef):
            yield f"{name_of(path)}::{node.name}", node


def modules_matching(pattern: str) -> list[str]:
    """The modules that a pattern of a contract means: `*.rules`, or a module with everything below it."""
    packages = root_packages() if pattern.startswith("*.") else [pattern.partition(".")[0]]
    rest = pattern.partition(".")[2]
    found = []
    for package in packages:
        base = ROOT / package / rest.replace(".", "/")
        files = [base.with_suffix(".py")] if base.with_suffix(".py").exists() else sorted(base.rglob("*.py"))
        found += [".".join(file.relative_to(ROOT).with_suffix("").parts).removesuffix(".__init__") for file in files]
    return found
