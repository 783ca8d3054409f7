"""Papers as clerks type them: codes of the catalog, chosen by name with F4."""

from collections.abc import Iterable

from ops_console.base.i18n import _
from ops_console.base.problems import Problem
from ops_console.catalog.model import Paper
from ops_console.desk.operations import Offered
from ops_console.desk.view import View


def unknown_papers(view: View, codes: Iterable[str]) -> list[Problem]:
    """A problem for every code the catalog does not know."""
    return [
        Problem("papers", _("no such paper; F4 lists them, and `ops-console catalog show paper`"), value=code)
        for code in codes
        if code not in view.catalog.papers
    ]


def to_tick(wanted: Iterable[Paper], present: Iterable[str] = ()) -> dict[str, list[Offered]]:
    """The field `papers` as a list to tick: a checklist, and which of it is there already."""
    there = set(present)
    return {"papers": [Offered(paper.code, str(paper.label), paper.code in there) for paper in wanted]}
