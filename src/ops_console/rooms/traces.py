"""Why the numbers of a case are what they are: its premium while it is applied for, then what its policy is worth."""

from ops_console.base.problems import OpsError
from ops_console.data.tables import Application, Party
from ops_console.desk.view import View
from ops_console.rooms import riders
from ops_console.rooms.members import members_of, priced, whys_of
from ops_console.rooms.preservation.worth import worth_of
from ops_console.rules.why import Why


def traces_of(view: View) -> tuple[Why, ...]:
    """The traces of every number rules compute for the view's case today; none where a rule stands against one."""
    try:
        if view.policy is not None:
            now = worth_of(view)
            return now.whys if now else ()
        if view.the_case.kind == "application":
            return _of_premium(view)
    except OpsError:
        pass
    return ()


def _of_premium(view: View) -> tuple[Why, ...]:
    application = view.own(Application)
    if application.members:
        product = view.product(application.product)
        again = (
            priced(product, one.party, application.stamped, one.terms.sum_assured, one.terms.occupation_class)
            for one in members_of(view, application)
        )
        return tuple(whys_of(again))
    if application.insured_id is None or not application.premium:
        return ()
    insured = view.reader.need(Party, application.insured_id)
    return tuple(riders.priced(view, application, insured, application.em_points or 0).whys)
