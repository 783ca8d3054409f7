"""Group term life: an employer insures its members."""

from tests.support.company import Company
from tests.support.groups import group_policy
from tests.support.policies import position


def test_smoke(company: Company) -> None:
    policy = group_policy(company)
    stands = position(company, policy)
    print([(c.no, c.kind, c.entry_age, c.premium, c.occupation_class) for c in stands.coverages], stands.terms.premium)
