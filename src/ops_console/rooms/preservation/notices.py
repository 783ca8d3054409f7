"""The endorsement 批单: a change is good only when it is endorsed in writing (Insurance Law art 20)."""

from collections.abc import Sequence

from ops_console.base.i18n import _
from ops_console.base.money import Fen
from ops_console.data.tables import Endorsement, Party
from ops_console.desk.plan import Plan
from ops_console.desk.view import View
from ops_console.rooms.parties import speaking_to

Line = tuple[str, str, str]
"""What (a message id), before, after."""


def endorse(view: View, plan: Plan, party_id: int, lines: Sequence[Line], amount: int = 0) -> None:
    """Issue the endorsement of a request with what it changes, before and after, in the party's language."""
    endorsement = view.own(Endorsement)
    with speaking_to(view.reader.need(Party, party_id)):
        plan.notify(
            "endorsement",
            party_id,
            endorsement=view.the_case.number,
            policy=view.the_policy.number,
            item=str(view.catalog.items[endorsement.item].label),
            received=endorsement.requested.isoformat(),
            effective=view.today.isoformat(),
            changes=changes_lines(lines),
            amount=Fen(amount).yuan(),
        )


def changes_lines(lines: Sequence[Line]) -> list[str]:
    """One line a change, for a letter, in the language now spoken."""
    return [f"{_(what)}: {before or '-'} > {after}" for what, before, after in lines]
