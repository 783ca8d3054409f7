"""Papers as clerks type them: codes of the catalog."""

from collections.abc import Iterable

from ops_console.base.i18n import _
from ops_console.base.problems import Problem
from ops_console.desk.view import View


def unknown_papers(view: View, codes: Iterable[str]) -> list[Problem]:
    """A problem for every code the catalog does not know."""
    known = ", ".join(view.catalog.papers)
    return [
        Problem("papers", _("no such paper; known are: {known}").format(known=known), value=code)
        for code in codes
        if code not in view.catalog.papers
    ]
