"""Authority: is the decision within the clerk's grade, accumulated over the case? Above it the case is referred."""

from collections.abc import Mapping

from ops_console.base.i18n import _
from ops_console.base.problems import NotAllowed
from ops_console.catalog.model import Catalog
from ops_console.data.store import Reader
from ops_console.data.tables import Clerk, Event, WorkItem
from ops_console.desk.operations import Operation
from ops_console.desk.plan import Plan

REFER = "desk.refer"
"""Operation named in the event of a referral."""


def accumulated(reader: Reader, catalog: Catalog, case: WorkItem | None, measures: Mapping[str, int]) -> dict[str, int]:
    """The measures together with those of earlier decisions on the same case."""
    earlier = reader.find(Event, case_id=case.id) if case else []
    decided = [event.data.get("measures", {}) for event in earlier if event.operation != REFER]
    return {
        code: catalog.authority.measures[code].accumulated([value, *(past[code] for past in decided if code in past)])
        for code, value in measures.items()
    }


def grade_needed(reader: Reader, catalog: Catalog, clerk: Clerk, case: WorkItem | None, plan: Plan) -> str | None:
    """None when the clerk's grade may decide it, else the lowest grade that may."""
    if not plan.measures and plan.decision is None:
        return None
    measures = accumulated(reader, catalog, case, plan.measures)
    if catalog.authority.may(clerk.grade, measures, plan.decision):
        return None
    return catalog.authority.needed(measures, plan.decision).code


def check_referral(catalog: Catalog, clerk: Clerk, case: WorkItem, operation: Operation) -> None:
    """A referred case is decided by the grade it was referred to, or above."""
    if case.referred_to is None or not operation.decides:
        return
    ladder = catalog.authority
    if ladder.grade(clerk.grade).rank < ladder.grade(case.referred_to).rank:
        raise NotAllowed(
            _("{number} was referred to: {grade}.").format(
                number=case.number, grade=ladder.grade(case.referred_to).label
            ),
            code="referred",
            source="catalog: authority",
        )
