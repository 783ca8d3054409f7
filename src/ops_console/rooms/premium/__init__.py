"""Premium 保费: collects what customers owe, releases and pays what the company owes, and ends grace."""

from ops_console.rooms.premium import benefits, collecting, day_end, grace, paying, requests, returns, terms

__all__ = ["benefits", "collecting", "day_end", "grace", "paying", "requests", "returns", "terms"]
