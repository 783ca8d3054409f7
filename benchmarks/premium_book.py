"""A big book of policies with the people on them, written quickly: what notices and the end of grace read."""

import sqlite3
from contextlib import closing
from pathlib import Path

from benchmarks.book import make_book
from ops_console.rules.numbers import Prefix, printed

FOREVER = 99991231
NAMES = ("李明", "王芳", "张伟", "刘洋")
SURNAMES = len(NAMES)


def make_people(path: Path, policies: int) -> None:
    """The book of `make_book` with real numbers, an applicant each, a status, a cover and terms."""
    make_book(path, policies)
    with closing(sqlite3.connect(path)) as connection:
        connection.execute("PRAGMA foreign_keys=OFF")
        ids = [row[0] for row in connection.execute("SELECT policy_id FROM billing ORDER BY policy_id")]
        connection.executemany(
            "UPDATE policy SET number = ? WHERE id = ?", ((printed(Prefix.POLICY, one), one) for one in ids)
        )
        connection.executemany(
            "INSERT INTO party (id, name, initials, document_kind, document_no, sex, birth, phone, address, postcode,"
            " email, language, tier, risk_grade, occupation_class)"
            " VALUES (?, ?, '', 'resident_id', ?, 'male', 19860315, ?, '', '', '', 'zh', 'ordinary', 'general', 1)",
            ((one, NAMES[n % SURNAMES], f"{n:018d}", f"1{n:010d}") for n, one in enumerate(ids)),
        )
        for role in ("applicant", "insured"):
            connection.execute(
                "INSERT INTO policy_role (policy_id, role, no, revision, valid_from, valid_to, source_id, party_id,"
                " relation, \"order\", share) SELECT policy_id, ?, 1, 1, 20201101, ?, 0, policy_id, 'self', 1, 1000"
                " FROM billing",
                (role, FOREVER),
            )
        for statement in (
            """INSERT INTO policy_status (policy_id, revision, valid_from, valid_to, source_id, status, branch_id,
            commenced_on) SELECT policy_id, 1, 20201101, 99991231, 0, 'in_force', branch_id, 20201101 FROM billing""",
            """INSERT INTO coverage (policy_id, no, revision, valid_from, valid_to, source_id, product, insured_id, sex,
            entry_age, sum_assured, pay_years, em_points, exclusions) SELECT policy_id, 1, 1, 20201101, 99991231, 0,
            'WL20', policy_id, 'male', 34, 10000000, 20, 0, '' FROM billing""",
            """INSERT INTO billing_terms (policy_id, revision, valid_from, valid_to, source_id, months, premium,
            loading, channel, account_no, premium_loan) SELECT policy_id, 1, 20201101, 99991231, 0, months, premium, 0,
            channel, '', 0 FROM billing""",
        ):
            connection.execute(statement)
        connection.commit()
        connection.execute("PRAGMA wal_checkpoint(TRUNCATE)")
