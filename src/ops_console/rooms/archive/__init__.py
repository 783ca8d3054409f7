"""The archive 档案管理室: files every ended case, and lends a file only with approval; the events are its log."""

from ops_console.rooms.archive import filing, lending

__all__ = ["filing", "lending"]
