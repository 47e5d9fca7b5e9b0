"""Which font file Chinese is drawn with."""

from __future__ import annotations

import sys

import pytest

from core.fonts import FontMissingError, chinese_font, letter_font


@pytest.fixture
def no_package(monkeypatch):
    monkeypatch.setitem(sys.modules, "noto_cjk_sans_otc", None)


def test_the_configured_font_comes_first(tmp_path):
    font = tmp_path / "house.otf"
    font.touch()
    assert chinese_font(font) == font


def test_a_configured_font_that_is_gone_is_an_error(tmp_path):
    with pytest.raises(FontMissingError, match=r"gone\.otf does not exist"):
        chinese_font(tmp_path / "gone.otf")


def test_the_packaged_font_comes_next():
    assert chinese_font().name == "NotoSansCJK-Regular.ttc"


@pytest.mark.usefixtures("no_package")
@pytest.mark.parametrize("name", ["NotoSansCJK-Regular.ttc", "SourceHanSansSC-Regular.otf"])
def test_then_one_of_the_system(tmp_path, name):
    font = tmp_path / "opentype" / name
    font.parent.mkdir()
    font.touch()
    assert chinese_font(folders=[tmp_path / "none", tmp_path]) == font


@pytest.mark.usefixtures("no_package")
def test_without_any_the_error_says_what_to_install(tmp_path):
    with pytest.raises(FontMissingError, match="noto-cjk-sans-otc"):
        chinese_font(folders=[tmp_path])


def test_letters_have_a_font_with_serifs_unless_another_is_configured(tmp_path):
    assert letter_font().name == "NotoSerifSC-Regular.otf"
    font = tmp_path / "house.otf"
    font.touch()
    assert letter_font(font) == font


def test_without_the_package_letters_look_like_everything_else(monkeypatch):
    monkeypatch.setitem(sys.modules, "pylopdf_fonts_zh_cn", None)
    assert letter_font() == chinese_font()
