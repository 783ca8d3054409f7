"""`make check` finds every way the Chinese catalogue can lag behind the code."""

from pathlib import Path

import pytest

from tools.translations import compiled, extract, faults, read

CODE = """
from ops_console.base.i18n import _, N_, ngettext
LABEL = N_("Lapsed")
def show(number, count):
    return _("Policy {number}").format(number=number) + ngettext("{count} day", "{count} days", count)
"""
GOOD = {"Lapsed": "已失效", "Policy {number}": "保单{number}", ("{count} day", "{count} days"): ("{count}天",)}


@pytest.fixture
def package(tmp_path: Path) -> Path:
    folder = tmp_path / "package"
    folder.mkdir()
    (folder / "module.py").write_text(CODE, encoding="utf-8")
    return folder


@pytest.fixture
def po(package: Path, tmp_path: Path) -> Path:
    """A complete, compiled catalogue of the package."""
    po = tmp_path / "zh.po"
    extract(package, po)
    text = po.read_text(encoding="utf-8")
    for english, chinese in GOOD.items():
        if isinstance(english, tuple):
            text = text.replace('msgstr[0] ""', f'msgstr[0] "{chinese[0]}"')
        else:
            text = text.replace(f'msgid "{english}"\nmsgstr ""', f'msgid "{english}"\nmsgstr "{chinese}"')
    _write(po, text)
    return po


def _write(po: Path, text: str) -> None:
    po.write_text(text, encoding="utf-8")
    po.with_suffix(".mo").write_bytes(compiled(read(po)))


def test_a_complete_catalogue_has_no_fault(package: Path, po: Path) -> None:
    assert faults(package, po) == []


def test_gathering_again_changes_no_byte(package: Path, po: Path) -> None:
    before = po.read_bytes()
    extract(package, po)
    assert po.read_bytes() == before


@pytest.mark.parametrize(
    ("change", "into", "fault"),
    [
        ('msgstr "已失效"', 'msgstr ""', "missing: 'Lapsed'"),
        ('msgstr "已失效"', 'msgstr "Lapsed"', "same as the English: 'Lapsed'"),
        ('msgid "Lapsed"', '#, fuzzy\nmsgid "Lapsed"', "fuzzy: 'Lapsed'"),
        ("保单{number}", "保单{no}", "other placeholders: 'Policy {number}'"),
        ("保单{number}", "保单{", "braces: 'Policy {number}'"),
        ("{count}天", "天", "other placeholders: '{count} day'"),
        ('msgid "Lapsed"', 'msgid "Expired"', "obsolete: 'Expired'"),
        ('msgid "Lapsed"', '#~ msgid "Old"\n#~ msgstr "旧"\n\nmsgid "Lapsed"', "obsolete: 'Old'"),
    ],
)
def test_a_fault_is_named(package: Path, po: Path, change: str, into: str, fault: str) -> None:
    text = po.read_text(encoding="utf-8")
    assert change in text
    _write(po, text.replace(change, into))
    assert any(line.startswith(fault) for line in faults(package, po))


def test_a_text_that_is_the_same_in_both_languages_says_so(package: Path, po: Path) -> None:
    text = po.read_text(encoding="utf-8")
    _write(
        po,
        text.replace('msgstr "已失效"', 'msgstr "Lapsed"').replace('msgid "Lapsed"', '# same in both\nmsgid "Lapsed"'),
    )
    assert faults(package, po) == []


def test_a_text_new_in_the_code_is_missing(package: Path, po: Path) -> None:
    (package / "other.py").write_text('label = _("Archived")', encoding="utf-8")
    assert faults(package, po) == ["missing: 'Archived'"]


def test_a_catalogue_not_compiled_since_its_last_change_is_stale(package: Path, po: Path) -> None:
    po.write_text(po.read_text(encoding="utf-8").replace("已失效", "失效"), encoding="utf-8")
    assert faults(package, po) == ["stale: zh.mo; run make translations"]


def test_docstrings_that_people_read_are_gathered_too(package: Path, po: Path) -> None:
    (package / "room.py").write_text(
        '@operation("a.b")\ndef plan(view):\n    """Takes the\n    case."""\n\ndef helper():\n    """Not shown."""\n'
    )
    (package / "command.py").write_text(
        'def show():\n    """Shows it."""\n\ndef _helper():\n    """Not shown."""\n\n'
        'def add_to(app):\n    """Adds."""\n'
    )
    assert faults(package, po) == ["missing: 'Shows it.'", "missing: 'Takes the case.'"]
