"""Where a rule comes from, in the reader's language."""

import pytest

from ops_console.base.i18n import use_language
from ops_console.rules.sources import source_text


@pytest.mark.parametrize(
    ("source", "chinese"),
    [
        ("company default", "公司默认"),
        ("Insurance Law art 23", "《保险法》第23条"),
        ("Insurance Law art 36, 37", "《保险法》第36、37条"),
        ("Civil Code art 17 to 19", "《民法典》第17至19条"),
        ("Insurance Law art 33; company default", "《保险法》第33条；公司默认"),
        ("company default: one event is one claim", "公司默认：一次事故一个赔案"),
        ("catalog: duties (making and approving)", "目录：岗位（经办与复核）"),
        (
            "Insurance Law article 37; Interpretation III article 8 (interest may be charged)",
            "《保险法》第37条；《保险法解释三》第8条（可计利息）",
        ),
        ("house rule 7", "house rule 7"),
    ],
)
def test_a_source_is_said_in_chinese(source: str, chinese: str) -> None:
    with use_language("zh"):
        assert source_text(source) == chinese


@pytest.mark.parametrize("source", ["Insurance Law art 36", "company default: a form is taken in once"])
def test_in_english_a_source_reads_as_it_is_written(source: str) -> None:
    with use_language("en"):
        assert source_text(source) == source
