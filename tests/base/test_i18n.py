"""Texts are English in the code and Chinese for who asks for Chinese."""

import threading
from collections.abc import Iterator
from pathlib import Path

import pytest
from babel.messages.catalog import Catalog
from babel.messages.mofile import write_mo

from ops_console.base import i18n
from ops_console.base.i18n import N_, _, language, language_of_environment, ngettext, set_language, use_language


@pytest.fixture(autouse=True)
def _own_catalogue(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    catalogue = Catalog(locale="zh")
    catalogue.add("Policy {number} is lapsed", "保单{number}已失效")
    catalogue.add(("{count} policy", "{count} policies"), ("{count}件保单",))
    folder = tmp_path / "zh" / "LC_MESSAGES"
    folder.mkdir(parents=True)
    with (folder / "ops_console.mo").open("wb") as file:
        write_mo(file, catalogue)
    monkeypatch.setattr(i18n, "LOCALE_FOLDER", tmp_path)
    monkeypatch.setattr(i18n, "_process", ["en"])
    i18n._catalogue.cache_clear()
    yield
    i18n._catalogue.cache_clear()


@pytest.mark.parametrize(
    ("environ", "spoken"),
    [
        ({}, "en"),
        ({"LANG": "zh_CN.UTF-8"}, "zh"),
        ({"LANG": "C.UTF-8"}, "en"),
        ({"LANG": "zh_CN.UTF-8", "LC_ALL": "en_GB.UTF-8"}, "en"),
        ({"LC_ALL": "en_GB.UTF-8", "OPS_CONSOLE_LANG": "zh"}, "zh"),
        ({"OPS_CONSOLE_LANG": "", "LANG": "zh_TW"}, "zh"),
        ({"OPS_CONSOLE_LANG": "fr"}, "en"),
    ],
)
def test_the_programs_own_variable_outranks_the_locale(environ: dict[str, str], spoken: str) -> None:
    assert language_of_environment(environ) == spoken


def test_a_text_is_spoken_in_the_language_set() -> None:
    assert _("Policy {number} is lapsed").format(number="7") == "Policy 7 is lapsed"
    set_language("zh")
    assert _("Policy {number} is lapsed").format(number="7") == "保单7已失效"
    assert ngettext("{count} policy", "{count} policies", 2).format(count=2) == "2件保单"


def test_a_text_nobody_translated_stays_english() -> None:
    with use_language("zh"):
        assert _("Not in the catalogue") == "Not in the catalogue"
        assert ngettext("{count} case", "{count} cases", 2) == "{count} cases"


def test_an_empty_text_stays_empty() -> None:
    with use_language("zh"):
        assert _("") == ""


def test_a_marked_constant_is_translated_when_shown() -> None:
    label = N_("Policy {number} is lapsed")
    with use_language("zh"):
        assert _(label) == "保单{number}已失效"


def test_a_letter_in_chinese_leaves_other_threads_english() -> None:
    heard: list[str] = []
    with use_language("zh"):
        thread = threading.Thread(target=lambda: heard.append(language()))
        thread.start()
        thread.join()
        assert language() == "zh"
    assert [*heard, language()] == ["en", "en"]


def test_a_missing_or_damaged_catalogue_leaves_the_english_text(tmp_path: Path) -> None:
    (tmp_path / "zh" / "LC_MESSAGES" / "ops_console.mo").write_bytes(b"not a catalogue")
    with use_language("zh"):
        assert _("Policy {number} is lapsed") == "Policy {number} is lapsed"
    i18n._catalogue.cache_clear()
    (tmp_path / "zh" / "LC_MESSAGES" / "ops_console.mo").unlink()
    with use_language("zh"):
        assert _("Policy {number} is lapsed") == "Policy {number} is lapsed"
