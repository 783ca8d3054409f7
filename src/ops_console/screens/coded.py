"""Codes of the catalog in records, as what they stand for: papers, conditions, occupations, products, items, duties."""

from collections.abc import Callable, Mapping
from typing import Any

from ops_console.catalog.model import Catalog


def _illnesses(catalog: Catalog) -> Mapping[str, Any]:
    """Of all products on sale that list any."""
    return {code: label for product in catalog.products.values() for code, label in product.illnesses.items()}


_NAMES: Mapping[str, Callable[[Catalog], Mapping[Any, Any]]] = {
    "papers": lambda catalog: catalog.papers,
    "conditions": lambda catalog: catalog.underwriting.conditions,
    "occupation": lambda catalog: catalog.underwriting.occupations,
    "hospital": lambda catalog: catalog.underwriting.hospitals,
    "duties": lambda catalog: catalog.duties,
    "standard": lambda catalog: catalog.standards,
    "product": lambda catalog: catalog.products,
    "item": lambda catalog: catalog.items,
    "fund": lambda catalog: catalog.funds,
    "sell": lambda catalog: catalog.funds,
    "buy": lambda catalog: catalog.funds,
    "stratum": lambda catalog: catalog.claims.sample_labels,
    "defects": lambda catalog: catalog.claims.defects,
    "diagnosis": _illnesses,
    "disease": _illnesses,
}
"""Column or field → the catalog's entries whose codes it holds."""
_WITH_CODE = frozenset({"product", "item", "fund", "sell", "buy"})
"""What clerks call by its code, so that it stands before the name."""


def named(name: str, value: Any, catalog: Catalog) -> Any:
    """A recorded value with its codes replaced by the catalog's names in the language spoken, however deep they stand;
    a code the catalog does not know any more stays."""
    if isinstance(value, Mapping):
        return {part: named(str(part), given, catalog) for part, given in value.items()}
    if isinstance(value, (list, tuple)):
        return [named(name, part, catalog) for part in value]
    known = _NAMES[name](catalog) if name in _NAMES else {}
    if value not in known:
        return value
    label = str(getattr(known[value], "label", known[value]))
    return f"{value} {label}" if name in _WITH_CODE else label
