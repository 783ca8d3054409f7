"""Premium 保费: collects what customers owe, releases and pays what the company owes, and ends grace."""

from ops_console.rooms.premium import collecting, day_end, grace, paying, requests, returns, survival, terms

__all__ = ["collecting", "day_end", "grace", "paying", "requests", "returns", "survival", "terms"]
