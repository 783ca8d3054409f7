"""What a cover leaves out by agreement, as a contract keeps it."""

from hypothesis import given
from hypothesis import strategies as st

from ops_console.catalog.load import shipped
from ops_console.rules.exclusions import codes, written

WORDING = st.text(min_size=1, max_size=40).filter(lambda text: ";" not in text)


@given(st.dictionaries(st.from_regex(r"[a-z][a-z_]{0,19}", fullmatch=True), WORDING, max_size=5))
def test_the_codes_are_read_back_whatever_the_wording(wordings: dict[str, str]) -> None:
    assert codes(written(wordings)) == tuple(wordings)


def test_every_exclusion_of_the_catalog_is_worded_in_both_languages() -> None:
    for code, exclusion in shipped().underwriting.exclusions.items():
        for wording in (exclusion.label.en, exclusion.label.zh):
            assert codes(written({code: wording, "spine": wording})) == tuple(dict.fromkeys((code, "spine")))
