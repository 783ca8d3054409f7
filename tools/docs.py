"""The pages of docs/ that say what the code says: made from it, never by hand.

    python -m tools.docs     write the pages of PAGES anew (`make docs`)

tests/docs proves that the pages in the repository are the ones the code makes.
"""

from collections.abc import Callable, Mapping
from pathlib import Path

from ops_console.base.i18n import use_language
from tools.pages import accounts, commands, flows, operations

ROOT = Path(__file__).parent.parent
PAGES: Mapping[str, Callable[[], str]] = {
    "docs/operations.md": operations.page,
    "docs/flows.md": flows.page,
    "docs/accounts.md": accounts.page,
    "docs/commands.md": commands.page,
}


def page(name: str) -> str:
    """A page as the code makes it, in English."""
    with use_language("en"):
        return PAGES[name]()


if __name__ == "__main__":
    for name in PAGES:
        (ROOT / name).write_text(page(name), encoding="utf-8")
        print(name)
