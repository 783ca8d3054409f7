"""The language of the texts people read: English as written in the code, Chinese from a gettext catalogue.

`_("Policy {number} is lapsed").format(number=...)` translates at run time; `N_("Lapsed")` only marks a constant for
extraction, and whoever shows it calls `_(CONSTANT)`. A catalogue that is missing or damaged leaves the English text.
"""

import gettext
import os
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from contextvars import ContextVar
from functools import cache
from pathlib import Path
from typing import Literal

Language = Literal["en", "zh"]
LANGUAGES: tuple[Language, ...] = ("en", "zh")
DOMAIN = "ops_console"
LOCALE_FOLDER = Path(__file__).parent.parent / "locale"

# Set for a while in one context only, so that a customer's letter in Chinese does not turn a clerk's screen Chinese.
_override: ContextVar[Language | None] = ContextVar("language", default=None)
_process: list[Language] = []


def parse_language(name: str) -> Language | None:
    """The language a locale name such as `zh_CN.UTF-8` or `en` stands for; None when it is neither of ours."""
    for known in LANGUAGES:
        if name.strip().lower().startswith(known):
            return known
    return None


def language_of_environment(environ: Mapping[str, str]) -> Language:
    """OPS_CONSOLE_LANG, else the first of LC_ALL, LC_MESSAGES and LANG that is set; else English."""
    for name in ("OPS_CONSOLE_LANG", "LC_ALL", "LC_MESSAGES", "LANG"):
        if environ.get(name):
            return parse_language(environ[name]) or "en"
    return "en"


def set_language(language: Language) -> None:
    """Speak this language from now on, in every thread of the process."""
    _process[:] = [language]


def language() -> Language:
    """The language being spoken: of the enclosing `use_language`, else of `set_language`, else of the environment."""
    override = _override.get()
    if override is not None:
        return override
    if not _process:
        set_language(language_of_environment(os.environ))
    return _process[0]


@contextmanager
def use_language(language: Language) -> Iterator[None]:
    """Speak this language inside the block, in this thread or task only."""
    token = _override.set(language)
    try:
        yield
    finally:
        _override.reset(token)


def _(message: str) -> str:
    """The text in the language being spoken."""
    # gettext keeps the catalogue's header under the empty string.
    return _catalogue(language()).gettext(message) if message else ""


def N_(message: str) -> str:  # noqa: N802 - gettext's own name for a marked constant
    """The text unchanged, marked so that the extractor finds it."""
    return message


def ngettext(singular: str, plural: str, count: int) -> str:
    """The form of the text that fits the count, in the language being spoken."""
    return _catalogue(language()).ngettext(singular, plural, count)


@cache
def _catalogue(language: Language) -> gettext.NullTranslations:
    if language == "en":
        return gettext.NullTranslations()
    try:
        return gettext.translation(DOMAIN, LOCALE_FOLDER, [language])
    except (OSError, ValueError, UnicodeError):
        return gettext.NullTranslations()
