"""Initials of a name, so that 单国强 is found by typing SGQ.

A surname is read as a surname is: 单 Shan, 仇 Qiu, 曾 Zeng, and those of two characters such as 尉迟 and 万俟. A
Western name gives the first letter of each word; what is no letter, digit or Chinese character is dropped.
"""

from __future__ import annotations

from functools import lru_cache

# What the dictionary of readings, made for running text, gets wrong at the head of a name.
SURNAMES = {
    "单": "s", "仇": "q", "曾": "z", "解": "x", "查": "z", "乐": "y", "区": "o", "翟": "z", "种": "c", "繁": "p",
    "覃": "q", "么": "y", "折": "s", "召": "s", "秘": "b", "郇": "x", "盖": "g", "缪": "m", "任": "r", "朴": "p",
}  # fmt: skip
COMPOUND_SURNAMES = {"尉迟": "yc", "万俟": "mq", "长孙": "zs", "澹台": "tt"}


@lru_cache(maxsize=100_000)
def initials(name: str) -> str:
    """Capital initials of a name: 曾志伟 ZZW, "Anna Li" AL, 欧阳娜娜 OYNN."""
    compact = name.strip()
    for surname, letters in COMPOUND_SURNAMES.items():
        if compact.startswith(surname):
            return (letters + _plain(compact[len(surname) :])).upper()
    if compact[:1] in SURNAMES:
        return (SURNAMES[compact[0]] + _plain(compact[1:])).upper()
    return _plain(compact).upper()


def _plain(text: str) -> str:
    return "".join(_word(word) for word in text.replace("·", " ").split())


def _word(word: str) -> str:
    if word.isascii():
        return next((sign for sign in word if sign.isalnum()), "")
    # Its dictionary takes a tenth of a second to load, which a command without names should not pay.
    from pypinyin import Style, pinyin

    found = pinyin(word, style=Style.FIRST_LETTER, errors="ignore")
    return "".join(reading[0] for reading in found if reading[0].isalpha())
