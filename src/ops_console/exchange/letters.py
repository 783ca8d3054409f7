"""A notice as text: the catalog's template in the customer's language, filled with the values of its day."""

from collections.abc import Mapping

from ops_console.base.i18n import Language, _, parse_language, use_language
from ops_console.base.safe_text import safe
from ops_console.catalog.model import Catalog, Letter
from ops_console.data.tables import Letter as Notice

FALLBACK: Language = "zh"


def letter_lines(template: Letter, language: str, values: Mapping[str, object], copy_mark: str = "") -> list[str]:
    """Subject, an empty line and the body. A text is one line, so that what data brings can't look like our own words;
    a list has a line for each of its texts.

    `copy_mark` heads a second print. LookupError when a value is missing.
    """
    text = template.texts.get(language) or template.texts[FALLBACK]
    shown = {name: _shown(value) for name, value in values.items()}
    body = text.body.format_map(shown).strip("\n").splitlines()
    return [*([copy_mark] if copy_mark else []), text.subject.format_map(shown), "", *body]


def printed_lines(catalog: Catalog, notice: Notice) -> list[str]:
    """A notice of the outbox as it is printed; from the second time on it is headed as a copy."""
    with use_language(parse_language(notice.language) or FALLBACK):
        mark = _("COPY") if notice.printed else ""
    return letter_lines(catalog.letters[notice.kind], notice.language, notice.values, mark)


def _shown(value: object) -> str:
    return "\n".join(safe(str(line)) for line in value) if isinstance(value, list | tuple) else safe(str(value))
