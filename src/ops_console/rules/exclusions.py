"""What a cover leaves out by agreement: codes of the catalog, each with the wording of offer and policy.

Kept as one text, `code: wording; code: wording`: a contract reads as it was agreed, whatever the catalog says later.
"""

import re
from collections.abc import Mapping

_CODE = re.compile(r"(?:^|; )(\w+): ")


def written(wordings: Mapping[str, str]) -> str:
    """The text for these codes and their wordings.

    >>> written({"spine": "Diseases of the spine", "breast": "Diseases of the breast"})
    'spine: Diseases of the spine; breast: Diseases of the breast'
    """
    return "; ".join(f"{code}: {wording}" for code, wording in wordings.items())


def codes(text: str) -> tuple[str, ...]:
    """The codes in a text, in its order.

    >>> codes("spine: Diseases of the spine; breast: Diseases of the breast")
    ('spine', 'breast')
    >>> codes("")
    ()
    """
    return tuple(_CODE.findall(text))
