"""Names are found by their initials."""

import pytest

from ops_console.rules.pinyin import initials


@pytest.mark.parametrize(
    ("name", "typed"),
    [
        ("张伟", "ZW"),
        ("单国强", "SGQ"),  # Shan as a surname, dan elsewhere
        ("仇英", "QY"),
        ("曾志伟", "ZZW"),
        ("解晓东", "XXD"),
        ("查良镛", "ZLY"),
        ("区文诗", "OWS"),
        ("秘小军", "BXJ"),
        ("尉迟恭", "YCG"),
        ("万俟卨", "MQX"),
        ("长孙无忌", "ZSWJ"),
        ("欧阳娜娜", "OYNN"),
        ("简单", "JD"),  # not a surname here
        ("Anna Li", "AL"),
        ("阿里木·江", "ALMJ"),
        ("", ""),
        ("[@click]", "C"),
    ],
)
def test_initials(name: str, typed: str) -> None:
    assert initials(name) == typed
