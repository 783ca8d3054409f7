"""The tour: one policy's whole life through every room, by operations alone, told step by step."""

from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TextIO

from ops_console import rooms
from ops_console.base.i18n import Language, _, ngettext, use_language
from ops_console.data.bulk import filling
from ops_console.data.verify import CHECKS, verify_store
from ops_console.desk.setup import init_store
from ops_console.training.clerks import FIRST
from ops_console.training.hours import instant
from ops_console.training.tour import claims, new_business, service
from ops_console.training.tour.guide import FIRST_DAY, Guide
from ops_console.training.tour.teller import Teller

WENT_WRONG = 1


def run(out: TextIO, language: Language) -> int:
    """Tell the tour on a new small store, thrown away afterwards. Returns the exit code: 0 when the store is sound."""
    rooms.load()
    with use_language(language), TemporaryDirectory(prefix="ops-console-") as folder:
        teller = Teller(out)
        location = str(Path(folder) / "tour.db")
        store = init_store(location, is_demo=True, business_date=FIRST_DAY, admin=FIRST, at=instant(FIRST_DAY, 0))
        with filling(store):
            guide = Guide(store, teller)
            _greet(teller)
            guide.employ()
            life = new_business.tell(guide)
            service.tell(guide, life)
            claims.tell(guide, life)
        code = _verified(guide)
        store.close()
    return code


def _greet(teller: Teller) -> None:
    teller.title(_("One policy's whole life"))
    teller.say(
        _(
            "Every step below is one operation through the desk: permission, duties kept apart, state, input, plan, "
            "authority, and one event; what is refused changes nothing. The people are invented."
        )
    )


def _verified(guide: Guide) -> int:
    """Every invariant of the store, checked at the end."""
    with guide.store.read() as reader:
        findings = verify_store(reader)
    teller = guide.teller
    teller.title(_("Verified"))
    for finding in findings:
        teller.say(str(finding))
    if findings:
        return WENT_WRONG
    teller.say(
        ngettext("{count} step was done", "{count} steps were done", guide.steps).format(count=guide.steps)
        + ", "
        + ngettext("{count} refused by a rule.", "{count} were refused by a rule.", guide.refusals).format(
            count=guide.refusals
        )
    )
    teller.say(
        _("{count} kinds of checks over ledger, chains, dues, clocks and references: all hold.").format(
            count=len(CHECKS)
        )
    )
    return 0
