"""Callback 回访: every new contract longer than a year is called within its hesitation period, on seven points.

`points.py` says what is asked and what a no means, `phones.py` which number is called, the others what is done.
"""

from ops_console.rooms.callback import arranging, calls, findings

__all__ = ["arranging", "calls", "findings"]
