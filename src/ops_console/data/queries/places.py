"""Finding a file by where it stands. Nothing heavy is loaded here: search is there before the desk is."""

from ops_console.data.glance import Lines

FOUND_AT_MOST = 50


def cases_at(lines: Lines, text: str) -> list[int]:
    """Ids of the cases whose files stand at a place, typed as cabinet/box or cabinet/box/number; none for other
    texts."""
    cabinet, *rest = text.upper().split("/")
    if not rest or len(rest) > 2 or not all(part.isascii() and part.isdecimal() and len(part) < 6 for part in rest):
        return []
    numbered = " AND no = :no" if len(rest) > 1 else ""
    values: dict[str, str | int] = {"cabinet": cabinet, "box": int(rest[0])}
    rows = lines(
        f"SELECT case_id FROM archive_file WHERE cabinet = :cabinet AND box = :box{numbered} "
        f"ORDER BY no LIMIT {FOUND_AT_MOST}",
        values | ({"no": int(rest[1])} if len(rest) > 1 else {}),
    )
    return [row[0] for row in rows]
