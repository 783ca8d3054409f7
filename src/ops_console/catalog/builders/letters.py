"""Letter templates: one of each kind in every language, all using the same placeholders."""

from __future__ import annotations

import re

from ops_console.base.i18n import LANGUAGES, _
from ops_console.catalog.builders.rows import Rows
from ops_console.catalog.entry import Entry
from ops_console.catalog.model import Letter, LetterText

PLACEHOLDER = re.compile(r"\{([^{}]*)\}")


def letters(rows: Rows) -> dict[str, Letter]:
    return rows.build("letter", _letter)


def _letter(entry: Entry) -> Letter:
    wanted = frozenset(entry.texts("placeholders"))
    texts: dict[str, LetterText] = {language: _text(entry.table(language), wanted) for language in LANGUAGES}
    return Letter(entry.code, entry.label(), wanted, texts, entry.source())


def _text(entry: Entry, wanted: frozenset[str]) -> LetterText:
    text = LetterText(entry.text("subject"), entry.text("body").strip("\n"))
    entry.finish()
    found = frozenset(PLACEHOLDER.findall(text.subject + text.body))
    for name in sorted(found - wanted):
        entry.problem("body", _("{{{name}}} is not among the placeholders").format(name=name))
    if re.search(r"[{}]", PLACEHOLDER.sub("", text.subject + text.body)):
        entry.problem("body", _("A brace stands alone"))
    for name in sorted(wanted - found):
        entry.problem("body", _("The placeholder {{{name}}} is not used").format(name=name))
    return text
