"""Premium 保费: collects what customers owe, releases and pays what the company owes, and ends grace."""

from ops_console.rooms.premium import collecting, paying

__all__ = ["collecting", "paying"]
