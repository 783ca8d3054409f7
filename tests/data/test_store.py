"""Reading a store: one consistent view, and keys no column can hold."""

from ops_console.data.glance import glance
from ops_console.data.tables import Clerk
from tests.support.company import Company


def test_who_reads_sees_the_store_of_the_first_moment_whatever_others_write(company: Company) -> None:
    with company.store.read() as reader:
        before = reader.count(Clerk)
        company.clerk("archive_keeper", no=7)
        assert reader.count(Clerk) == before
    with company.store.read() as reader:
        assert reader.count(Clerk) == before + 1


def test_so_does_who_only_glances(company: Company) -> None:
    count = "SELECT COUNT(*) FROM clerk"
    with glance(company.store.engine.url.render_as_string(hide_password=False)) as lines:
        before = lines(count, {})
        company.clerk("archive_keeper", no=7)
        assert lines(count, {}) == before


def test_a_number_too_large_for_any_column_names_nothing(company: Company) -> None:
    with company.store.read() as reader:
        assert reader.get(Clerk, 10**30) is None
