"""Every key of the console, once: the function key, its second binding, and what it is called.

Function keys do not arrive everywhere (some terminals keep them), so each has a second binding; all can be moved in
`keys.toml` of the user's configuration folder, by the names below: `post = "f9,ctrl+s"`.
"""

import tomllib
from dataclasses import dataclass
from pathlib import Path

from textual.binding import Binding, BindingType

from ops_console.base.i18n import N_, _


@dataclass(frozen=True)
class Key:
    """One key binding. `shown` is how the key bar names it; `label` is a message id."""

    name: str
    keys: str
    action: str
    shown: str
    label: str
    help: str


KEYS = (
    Key("help", "f1,alt+h,ctrl+g", "help", "F1", N_("Help"), N_("What can be done here, and what each field means")),
    Key("language", "f2,alt+g,ctrl+t", "language", "F2", N_("Language"), N_("English or Chinese, at once")),
    Key("back", "f3,alt+b", "back", "F3", N_("Back"), N_("One step back; what was typed is kept")),
    Key("lookup", "f4,alt+l,ctrl+l", "lookup", "F4", N_("List"), N_("The values a field may have")),
    Key("refresh", "f5,alt+r,ctrl+r", "refresh", "F5", N_("Refresh"), N_("Read again what is shown")),
    Key(
        "next", "f6,alt+n,ctrl+n", "next_case", "F6", N_("Next"), N_("The next case: most urgent, then tier, then age")
    ),
    Key("quote", "f7,alt+q", "quote", "F7", N_("Quote"), N_("What a product costs and how it would go on")),
    Key(
        "premium_day",
        "f8,alt+u",
        "premium_day",
        "F8",
        N_("Runs"),
        N_("In the premium room: runs, what they left, money held"),
    ),
    Key("print", "p,alt+i", "print", "P", N_("Print"), N_("Print the letters of the case; again as copies")),
    Key("post", "f9,alt+p,ctrl+s", "post", "F9", N_("Post"), N_("Calculate, look, and post")),
    Key("actions", "f10,alt+a,ctrl+o", "actions", "F10", N_("Actions"), N_("Everything that can be done, and why not")),
    Key("history", "f11,alt+y,ctrl+y", "history", "F11", N_("History"), N_("Who did what, before and after")),
    Key("cancel", "f12,escape", "cancel", "Esc", N_("Cancel"), N_("One level out; F12 does the same")),
    Key("search", "slash", "search", "/", N_("Search"), N_("Number, name, pinyin initials, document, phone")),
    Key("code", "colon", "code", ":", N_("Code"), N_("Type a transaction code, such as UW01")),
    Key("last_room", "minus", "last_room", "-", N_("Last room"), N_("The room you were in before")),
    Key("team", "t,alt+w", "team", "t", N_("Team"), N_("In the lobby, for supervisors: who has how much to do")),
    Key("theme", "alt+c,ctrl+b", "app.theme", "Alt+C", N_("Theme"), N_("The next theme; each clerk keeps their own")),
    Key("palette", "ctrl+p", "app.command_palette", "^P", N_("Find"), N_("Find an operation by any word")),
    Key("quit", "ctrl+q", "app.quit", "^Q", N_("Quit"), N_("Leave the console")),
)
BY_NAME = {key.name: key for key in KEYS}


def bindings(*names: str) -> list[BindingType]:
    """Textual bindings of the keys named; each keeps its name, by which a keymap can move it."""
    return [
        Binding(key.keys, key.action, key.label, show=False, id=key.name) for key in (BY_NAME[name] for name in names)
    ]


def keymap_faults(file: Path) -> list[str]:
    """What is wrong with a `keys.toml`, in words: it can't be read, names no key, or gives one key two meanings."""
    try:
        table = tomllib.loads(file.read_text(encoding="utf-8"))
    except OSError:
        return []
    except ValueError as error:
        return [_("{file} can't be read, the keys stay as they are: {what}").format(file=file.name, what=error)]
    moved = own_keymap(file)
    faults = [
        _("{file}: {name} names no key, or has none.").format(file=file.name, name=name)
        for name in table
        if name not in moved
    ]
    keys = {key.name: moved.get(key.name, key.keys).split(",") for key in KEYS}
    for name in moved:
        for other, theirs in keys.items():
            if shared := sorted(set(keys[name]) & set(theirs)) if other != name else []:
                text = _("{file}: {keys} means both {one} and {other}.")
                faults.append(text.format(file=file.name, keys=", ".join(shared), one=name, other=other))
    return faults


def own_keymap(file: Path) -> dict[str, str]:
    """Moved keys by name from a `keys.toml`; none without such a file. What names no key is left out."""
    try:
        table = tomllib.loads(file.read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return {}
    return {name: keys for name, keys in table.items() if name in BY_NAME and isinstance(keys, str) and keys}
