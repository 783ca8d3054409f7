"""Colours and signs that read on every terminal: sixteen colours, Chinese cell widths. Each clerk keeps a theme, in
`themes.toml` of the configuration folder."""

import tomllib
from collections.abc import Mapping
from pathlib import Path
from typing import ClassVar

from textual.scrollbar import ScrollBarRender
from textual.theme import Theme

from ops_console.base.i18n import N_

# Near the sixteen colours every terminal has, so that nothing is lost when only those are there.
COLOURS = Theme(
    name="console",
    dark=True,
    background="#000000",
    surface="#000000",
    panel="#303030",
    foreground="#d7d7d7",
    primary="#00afaf",
    secondary="#5f87ff",
    accent="#ffaf00",
    warning="#ffd700",
    error="#ff5f5f",
    success="#5fd75f",
)
LIGHT = Theme(
    name="light",
    dark=False,
    background="#ffffff",
    surface="#ffffff",
    panel="#d0d0d0",
    foreground="#1c1c1c",
    primary="#008787",
    secondary="#005faf",
    accent="#875f00",
    warning="#875f00",
    error="#af0000",
    success="#005f00",
)
CONTRAST = Theme(
    name="contrast",
    dark=True,
    background="#000000",
    surface="#000000",
    panel="#444444",
    foreground="#ffffff",
    primary="#ffff00",
    secondary="#00ffff",
    accent="#ffff00",
    warning="#ffff00",
    error="#ff8787",
    success="#87ff87",
)
GREEN = Theme(
    name="green",
    dark=True,
    background="#000000",
    surface="#000000",
    panel="#005f00",
    foreground="#5fff5f",
    primary="#00d700",
    secondary="#5fff87",
    accent="#afffaf",
    warning="#d7ffaf",
    error="#ffffff",
    success="#afffaf",
)
THEMES: Mapping[str, tuple[Theme, str]] = {
    theme.name: (theme, label)
    for theme, label in (
        (COLOURS, N_("Colours on black")),
        (LIGHT, N_("Light")),
        (CONTRAST, N_("High contrast")),
        (GREEN, N_("Green screen")),
    )
}
"""Every theme with its name, a message id, in the order the key goes through them."""


def theme_of(file: Path, login: str) -> str:
    """The theme a clerk keeps; the first where there is none, or none that is known."""
    return _kept(file).get(login, COLOURS.name)


def keep_theme(file: Path, login: str, theme: str) -> None:
    """Keep a clerk's theme. Where nothing can be written it lasts until they leave."""
    kept = {**_kept(file), login: theme}
    try:
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text("".join(f'"{who}" = "{name}"\n' for who, name in sorted(kept.items())), encoding="utf-8")
    except OSError:
        return


def _kept(file: Path) -> dict[str, str]:
    try:
        table = tomllib.loads(file.read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return {}
    return {who: theme for who, theme in table.items() if isinstance(theme, str) and theme in THEMES}


class PlainBars(ScrollBarRender):
    """Scroll bars of coloured blanks: block characters are two cells wide in some Chinese terminals."""

    VERTICAL_BARS: ClassVar[list[str]] = [" "] * 8
    HORIZONTAL_BARS: ClassVar[list[str]] = [" "] * 8
