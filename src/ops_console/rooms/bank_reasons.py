"""Why a bank did not move money: what a form is told is a reason of the catalog, so that a company may have its own."""

from collections.abc import Collection
from typing import Any

from ops_console.base.i18n import N_, _
from ops_console.base.problems import InputErrors, Problem
from ops_console.desk.forms import field
from ops_console.desk.view import View

REASON: Any = field(N_("Reason"), lookup="bank_reason", min_length=1, max_length=40)


def must_be_known(view: View, code: str, also: Collection[str] = ()) -> None:
    """InputErrors for a reason that is none of the catalog's, nor of those that this form has besides."""
    known = [*view.catalog.banking.reasons, *also]
    if code not in known:
        problem = _("one of: {expected}").format(expected=", ".join(known))
        raise InputErrors([Problem("reason", problem, value=code)])
