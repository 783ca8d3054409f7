"""Names that data carries in both languages, as opposed to texts of the program, which gettext translates."""

from __future__ import annotations

from dataclasses import dataclass

from ops_console.base.i18n import language


@dataclass(frozen=True, slots=True)
class Label:
    """``str(label)`` is the name in the language now spoken."""

    en: str
    zh: str

    def __str__(self) -> str:
        return self.zh if language() == "zh" else self.en
