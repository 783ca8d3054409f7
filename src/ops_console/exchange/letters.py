"""A notice as text: the catalog's template in the customer's language, filled with the values of its day."""

from collections.abc import Mapping

from ops_console.base.safe_text import safe
from ops_console.catalog.model import Letter

FALLBACK = "zh"


def letter_lines(template: Letter, language: str, values: Mapping[str, object], copy_mark: str = "") -> list[str]:
    """Subject, an empty line and the body. What data brings is one line each, so that it can't look like our own words.

    `copy_mark` heads a second print. LookupError when a value is missing.
    """
    text = template.texts.get(language) or template.texts[FALLBACK]
    shown = {name: safe(str(value)) for name, value in values.items()}
    body = text.body.format_map(shown).strip("\n").splitlines()
    return [*([copy_mark] if copy_mark else []), text.subject.format_map(shown), "", *body]
