"""Preservation 保全: changes to policies that are in force, one module an item or a family of items.

`items.py` says what an item is, `requests.py` how a request moves; everything else is items.
"""

from ops_console.rooms.preservation import contact, ending, loans, reinstatement, requests, reversal

__all__ = ["contact", "ending", "loans", "reinstatement", "requests", "reversal"]
