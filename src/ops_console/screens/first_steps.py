"""What to do first at a place, for whoever has never been there: stands on top of its help."""

from typing import Any

from textual.screen import Screen

from ops_console.base.i18n import N_

Steps = tuple[tuple[str, str], ...]
"""Keys, as message ids, and what they do here."""

LOBBY: Steps = (
    (N_("1 to 9"), N_("opens a room: what waits there is in its tile")),
    ("F6", N_("the most urgent case that is yours, or free in your rooms: start here")),
    ("/", N_("finds people, policies and cases of the whole company by number, name, initials, document or phone")),
    (":", N_("starts an operation by its code; a word with Ctrl+P finds the code")),
    ("F3 F3", N_("logs out: the next clerk takes over")),
)
ROOM: Steps = (
    (N_("Up Down"), N_("choose a case; the most urgent stands first, its remaining working days before it")),
    (N_("1 to 9"), N_("start one of the actions below the case; F10 has all, and why one can't be done")),
    ("Tab", N_("goes over to the case; Left and Right turn its pages there: people, policy, money, papers, why ...")),
    ("F6", N_("the next case")),
    ("/", N_("finds cases of this room; in the lobby it finds everything")),
    ("P", N_("prints the letters just issued, else those of the case")),
    ("F3", N_("back to the lobby")),
)
FORM: Steps = (
    ("Enter", N_("the next field; from the last one it calculates. Up and Down go to and fro")),
    (N_("A choice"), N_("is made by its digit, its first letter or Left and Right; F4 lists all of it")),
    ("F4", N_("the list behind a field; the beginning of a code or name will do in it")),
    ("F9", N_("calculates and shows what would happen; pressed again it posts")),
    ("Esc", N_("back from the calculation to the fields, from them out; what was typed is kept")),
)
QUOTE: Steps = (
    ("Enter", N_("the next field; from the last one it calculates. F4 lists products and ways of paying")),
    ("F9", N_("calculates: premium, benefits and values year by year, as a table and a plot. Nothing is sold by it")),
    ("PgUp PgDn", N_("turn the page of the illustration")),
    ("P", N_("prints it for the customer")),
    ("Esc", N_("back to the fields, for another sum; from them out")),
)
RUNS: Steps = (
    (N_("Left Right"), N_("turn the pages: runs and money held, banks, files, figures; PgUp and PgDn scroll the text")),
    (
        N_("Runs"),
        N_(
            "are started from a shell, not here: ops-console batch renewal-run, with --dry-run to look first; by who "
            "has the duty of the run, mostly premium, for the own branch and those below it, so at head office for all"
        ),
    ),
    (
        "Enter",
        N_(
            "opens what is chosen below: the policy the money is held for (F10 there uses or refunds it), a bank's file"
        ),
    ),
    ("F3", N_("back to the room")),
)
TEAM: Steps = (
    (N_("Up Down"), N_("choose a clerk; their cases stand below, Tab goes over to them")),
    (N_("1 to 4"), N_("spread a room's cases, take one back, name a deputy, give a case")),
    ("F3", N_("back to the lobby")),
)


def steps_at(place: Screen[Any]) -> Steps:
    """The first steps on a screen; none where there is nothing to know."""
    from ops_console.screens.form import FormScreen
    from ops_console.screens.illustration import IllustrationScreen
    from ops_console.screens.lobby import LobbyScreen
    from ops_console.screens.premium_day import PremiumDayScreen
    from ops_console.screens.room import RoomScreen
    from ops_console.screens.team import TeamScreen

    known: tuple[tuple[type, Steps], ...] = (
        (FormScreen, FORM),
        (IllustrationScreen, QUOTE),
        (LobbyScreen, LOBBY),
        (PremiumDayScreen, RUNS),
        (RoomScreen, ROOM),
        (TeamScreen, TEAM),
    )
    return next((steps for kind, steps in known if isinstance(place, kind)), ())
