"""Where a rule comes from, in the reader's language.

A source is written in English: law and article (`Insurance Law art 23`), a clause, or `company default`; several are
divided by semicolons, and a colon introduces what the source says. Parts not known here are shown as they are.
"""

import re

from ops_console.base.i18n import N_, _

KNOWN = (
    N_("Insurance Law"),
    N_("Basic Service Rules for Personal Insurance 2010"),
    N_("Basic Service Rules 2010"),
    N_("Consumer Complaint Rules 2020"),
    N_("Sales Conduct Rules 2023"),
    N_("Health Insurance Rules 2019"),
    N_("Notice on death cover of minors 2015"),
    N_("Notice on group insurance 2015"),
    N_("Actuarial rules for ordinary personal insurance"),
    N_("Notice on pricing interest, September 2025"),
    N_("Notice on product design of life insurers 2017"),
    N_("regulator's cap on policy loans (article not verified)"),
    N_("Supreme Court Interpretation II on the Insurance Law"),
    N_("Supreme Court Interpretation III on the Insurance Law"),
    N_("Interpretation II"),
    N_("Interpretation III"),
    N_("Civil Code"),
    N_("Anti-Money-Laundering Law"),
    N_("company default"),
    N_("company default for VIP clients"),
    N_("contract"),
    N_("cover clause of the contract"),
    N_("waiting clause of the contract"),
    N_("exclusion clause of the contract"),
    N_("exclusion agreed in the contract"),
    N_("an acceptance without the examination that the rules ask for"),
    N_("loan clause of the contract"),
    N_("survival clause of the contract"),
    N_("account clause of the contract"),
    N_("dividend clause of the contract"),
    N_("declared rate, simple interest actual/365"),
    N_("contribution method, interest surplus only"),
    N_("illustrative"),
    N_("automatic premium loan clause of the contract"),
    N_("shares and rates by product, simple interest actual/365"),
    N_("interest may be charged"),
    N_("minimum cash value by the Actuarial Rules for Ordinary Life Insurance"),
    N_("day rule"),
    N_("Notice on Further Improving the Actuarial System (保监发〔2016〕76号), multiples by product"),
    N_("equivalence principle on the product's basis"),
    N_("rounded half up to the fen once per amount"),
    N_("internal control, incompatible duties split"),
    N_("internal audit reads everything and changes nothing"),
    N_("who grants duties decides no case"),
    N_("handling a case and booking its money are split"),
    N_("who took a case in, or called back on it, does not decide it"),
    N_("keeping the archive and approving access to it are split"),
    N_("reading needs the approval of another"),
    N_("files with medical content are read with a supervisor's approval"),
    N_("papers are taken in all together"),
    N_("one event is one claim"),
    N_("a form is taken in once"),
    N_("grades of customers"),
    N_("adjudication by a claims clerk"),
    N_("who reports is told how to fill in the form and which papers are needed"),
    N_("automatic underwriting, only without points"),
    N_("automatic claims, only when every check is clear"),
    N_("who looks through a sample had no part in it"),
    N_("what was paid is not claimed back by a decision on the claim"),
    N_("an example; the company keeps its own list"),
    N_("adjudication rules (part paid, ex gratia and agreement are never mixed)"),
    N_("catalog"),
    N_("authority"),
    N_("duties"),
    N_("duties (making and approving)"),
    N_("items"),
    N_("products"),
)
"""What sources consist of, as message ids."""

ARTICLE = re.compile(r"(?P<law>.+?) art(?:icle)? (?P<articles>\d+(?:(?:, | and | to )\d+)*)")
ASIDE = re.compile(r"(?P<source>.+) \((?P<aside>[^()]+)\)")


def source_text(source: str) -> str:
    """The source in the language being spoken."""
    return _("; ").join(_part(part) for part in source.split("; "))


def _part(part: str) -> str:
    if part in KNOWN:
        return _(part)
    if found := ARTICLE.fullmatch(part):
        articles = found["articles"].replace(" to ", _(" to ")).replace(" and ", _(" and ")).replace(", ", _(" and "))
        return _("{law} art {articles}").format(law=_part(found["law"]), articles=articles)
    head, colon, tail = part.partition(": ")
    if colon:
        return _("{source}: {said}").format(source=_part(head), said=_part(tail))
    if found := ASIDE.fullmatch(part):
        return _("{source} ({aside})").format(source=_part(found["source"]), aside=_part(found["aside"]))
    return part
