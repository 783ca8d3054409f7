"""Policy reserves at the end of policy years 0, 1, …, prospective, in the unit of the benefits.

The last entry is the value just before the final payment: 0 for a term cover, the maturity benefit of an endowment,
the sum of a whole life cover at the table's end. Source: Bowers et al., *Actuarial Mathematics*, chapters 7 (net
level) and 16 (modified).
"""

from dataclasses import replace

from ops_console.rules.actuary.cover import Cover, benefits_after, discounts, value_at_end
from ops_console.rules.actuary.premiums import net_premium


def net_level_reserves(cover: Cover, interest: float, pay_years: int) -> tuple[float, ...]:
    """tV: benefits to come less net level premiums to come."""
    premium = net_premium(cover, interest, pay_years)
    return prospective(cover, interest, (premium,) * pay_years)


def full_preliminary_term_reserves(cover: Cover, interest: float, pay_years: int) -> tuple[float, ...]:
    """FPT: the first year stands as a one-year term, so that nothing is reserved at its end; from the second year on
    the net level reserve of the cover entered a year later. A single premium has no later year: net level.
    """
    if pay_years == 1 or cover.years == 1:
        return net_level_reserves(cover, interest, pay_years)
    later = replace(cover, age=cover.age + 1, death=cover.death[1:], survival=cover.survival[1:])
    return (0.0, *net_level_reserves(later, interest, pay_years - 1))


def deficiency_reserves(cover: Cover, interest: float, pay_years: int, gross: float) -> tuple[float, ...]:
    """What premiums to come fall short: the excess of the net level premium over the ``gross`` one, (P - G)·ä, at the
    end of each policy year; all 0 where the gross premium is enough.

    Source: deficiency reserve of the reserve rules; Bowers et al., chapter 16.6.
    """
    short = max(0.0, net_premium(cover, interest, pay_years) - gross)
    d = discounts(cover, interest)
    to_come = [0.0] * (cover.years + 1)
    for k in reversed(range(pay_years)):
        to_come[k] = to_come[k + 1] + short * d[k]
    return tuple(left / at if left else 0.0 for left, at in zip(to_come, d, strict=True))


def prospective(cover: Cover, interest: float, premiums: tuple[float, ...]) -> tuple[float, ...]:
    """Benefits less premiums to come at the end of each policy year; ``premiums[k - 1]`` is paid at the start of year
    k.
    """
    d = discounts(cover, interest)
    to_come = [0.0] * (cover.years + 1)
    for k in reversed(range(len(premiums))):
        to_come[k] = to_come[k + 1] + premiums[k] * d[k]
    benefits = benefits_after(cover, interest)
    values = tuple((benefits[t] - to_come[t]) / d[t] for t in range(cover.years))
    return (*values, value_at_end(cover))
