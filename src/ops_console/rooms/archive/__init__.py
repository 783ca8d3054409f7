"""The archive 档案管理室: files every ended case, lends a file only with approval, counts, and logs every look."""

from ops_console.rooms.archive import filing, lending, looking, moving, overdue, stocktake

__all__ = ["filing", "lending", "looking", "moving", "overdue", "stocktake"]
