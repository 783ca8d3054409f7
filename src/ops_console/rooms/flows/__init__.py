"""Every kind of case: where it waits and what may be done with it there. Read this folder to know how work moves.

(state, operation, states it may lead to); an empty tuple leaves the case where it is. Every kind but enquiries,
payments, bank items, file loans and catalog changes ends in the archive: `closed` waits to be
filed, `archived` is filed.
"""

from ops_console.rooms.flows import (
    administration,
    archive,
    callback,
    claims,
    consultation,
    new_business,
    payments,
    preservation,
)

__all__ = [
    "administration",
    "archive",
    "callback",
    "claims",
    "consultation",
    "new_business",
    "payments",
    "preservation",
]
