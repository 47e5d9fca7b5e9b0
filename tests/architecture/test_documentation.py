"""What is promised to be written down is written down: settings, models, commands."""

from __future__ import annotations

import re

import pytest
from click import Group

import config
from app import create_app
from core.db import Base
from tests.architecture.house import ROOT, product_files

APP = create_app(config.TestConfig())
CONFIGURATION = (ROOT / "docs" / "configuration.md").read_text(encoding="utf-8")
GLOSSARY = (ROOT / "docs" / "glossary.md").read_text(encoding="utf-8")
EVERY_PAGE = "\n".join(path.read_text(encoding="utf-8") for path in [ROOT / "README.md", *(ROOT / "docs").rglob("*.md")] if path.exists())  # fmt: skip


def variables():
    """Every environment variable that the product reads."""
    found = set()
    for path in product_files():
        found |= set(re.findall(r"\"((?:TRAINING_[A-Z_]+[A-Z])|DATABASE_URL)\"", path.read_text(encoding="utf-8")))
    return sorted(found)


def settings():
    """Every setting of the configuration classes."""
    classes = (config.Config, config.DevelopmentConfig, config.TestConfig, config.ProductionConfig)
    return sorted({name for each in classes for name in vars(each) if name.isupper()})


def commands():
    """Every command of ours, as it is typed."""
    ours = {name: command for name, command in APP.cli.commands.items() if name not in {"run", "shell", "routes", "db"}}
    for name, command in ours.items():
        if isinstance(command, Group):
            yield from (f"flask {name} {verb}" for verb in command.commands)
        else:
            yield f"flask {name}"


@pytest.mark.parametrize("name", variables())
def test_every_environment_variable_is_described(name):
    assert f"`{name}`" in CONFIGURATION


@pytest.mark.parametrize("name", settings())
def test_every_setting_is_described(name):
    assert f"`{name}`" in CONFIGURATION


@pytest.mark.parametrize("model", sorted(mapper.class_.__name__ for mapper in Base.registry.mappers))
def test_every_model_is_in_the_glossary(model):
    assert f"`{model}`" in GLOSSARY


@pytest.mark.parametrize("command", sorted(commands()))
def test_every_command_is_described(command):
    assert f"`{command}" in EVERY_PAGE
