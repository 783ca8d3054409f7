"""What a preservation item is: a form, and a trial calculation that says what it does to its policy.

Everything else is the same for all items and written once: an item is keyed; done at once, reviewed or underwritten, as
its marks in catalog/items.toml say; paid for when the customer has to pay; and computed again from what was keyed
whenever it goes on.
"""

from collections.abc import Callable
from dataclasses import dataclass
from functools import partial
from typing import Any

from ops_console.base.i18n import _
from ops_console.base.money import Fen
from ops_console.base.problems import Refused
from ops_console.catalog.model import Immediacy, MoneyFlow, PreservationItem, Review
from ops_console.data.catalog_rows import catalog_of
from ops_console.data.store import Reader
from ops_console.data.tables import Endorsement, WorkItem
from ops_console.desk.forms import Form, fields_of
from ops_console.desk.operations import Hand, operation
from ops_console.desk.plan import ClockStart, Plan
from ops_console.desk.view import View
from ops_console.rooms.flows.preservation import keyed_by

OUT = "preservation_out"
"""Measure: what the company gives out by the request."""
IMMEDIATE_SURRENDER = "immediate_surrender"
"""Setting: up to this sum an item marked `small_sums` is done while the customer waits."""
ROOM = "preservation"
NOTHING = Fen(0)
ACCEPTED = ("preservation_accepted", "preservation_defect")
"""Basic Service Rules 2010 art 19: accepted within two working days, or told within five what is missing."""
DONE = "preservation_done"
"""Basic Service Rules 2010 art 20: done within five working days from approval, or from full payment."""


@dataclass(frozen=True)
class Effect:
    """What an item does to its policy when it takes effect. Where the case goes is not its business."""

    plan: Plan
    """Changes, postings, letters, payments; no state. Money the customer pays is taken from money held."""
    to_pay: Fen = NOTHING
    """What the customer pays first."""
    out: Fen = NOTHING
    """What the company gives out: the measure of authority."""


Trial = Callable[[View, Any], Effect]


@dataclass(frozen=True)
class Item:
    """An item, or several that are keyed alike, and how its effect is computed."""

    numbers: tuple[int, ...]
    operation: str
    form: type[Form]
    trial: Trial
    reversible: bool
    """False where what was done can't be taken back, such as a document that is in the customer's hands."""


ITEMS: dict[int, Item] = {}
"""Items that are offered, by number."""


def item(
    *numbers: int,
    name: str,
    code: str,
    label: str,
    form: type[Form],
    measures: tuple[str, ...] = (),
    reversible: bool = True,
) -> Callable[[Trial], Trial]:
    """Register a trial calculation as an item and as the operation that keys it. Its docstring is the help text."""

    def register(trial: Trial) -> Trial:
        made = Item(numbers, f"{ROOM}.{name}", form, trial, reversible)
        ITEMS.update(dict.fromkeys(numbers, made))
        keyed_by(made.operation)

        def key(view: View, form: Form) -> Plan:
            return keyed(made, view, form)

        key.__doc__ = trial.__doc__
        operation(
            made.operation,
            code=code,
            label=label,
            form=form,
            duties=(ROOM,),
            hand=Hand.MAKES,
            measures=measures,
            suits=partial(_refuse_another_item, made),
        )(key)
        return trial

    return register


def item_of(endorsement: Endorsement) -> Item:
    """How the item of a request is computed."""
    return ITEMS[endorsement.item]


def keyed(made: Item, view: View, form: Form) -> Plan:
    """The request is keyed: done at once, or it goes on to review, underwriting or payment with what was keyed."""
    endorsement = view.own(Endorsement)
    effect = made.trial(view, form)
    plan = Plan(clocks_met=[*ACCEPTED])
    plan.change(
        Endorsement,
        {"case_id": endorsement.case_id},
        operation=made.operation,
        input=_typed(form, confidential=False),
        confidential=_typed(form, confidential=True),
        to_pay=effect.to_pay,
    )
    marks = view.catalog.items[endorsement.item]
    _check_money(marks, effect)
    if marks.review is Review.ALWAYS:
        return _goes_on(plan, effect, "underwriting", _("Keyed; underwriting looks at it."))
    if _is_immediate(view, marks.immediate, effect):
        return agreed(view, effect, plan)
    return _goes_on(plan, effect, "review", _("Keyed; another clerk reviews it."))


def agreed(view: View, effect: Effect, plan: Plan) -> Plan:
    """Nothing stands against the request any more: it takes effect, or waits for the customer's payment."""
    plan.clocks.append(ClockStart(DONE, view.today))
    if effect.to_pay:
        plan.waits.append("premium")
        said = _("Approved; waits for {amount} from the customer.").format(amount=effect.to_pay.yuan())
        return _goes_on(plan, effect, "payment_due", said)
    return takes_effect(view, effect, plan)


def takes_effect(view: View, effect: Effect, plan: Plan) -> Plan:
    """The request's changes are made, kept as a change set, and the case is closed."""
    plan.add(effect.plan)
    plan.change_set = view.the_policy.id
    if effect.out:
        plan.measures[OUT] = int(effect.out)
    plan.to, plan.outcome = "closed", "done"
    plan.messages.append(_("In effect from {day}.").format(day=view.today.isoformat()))
    return plan


def _goes_on(plan: Plan, effect: Effect, to: str, said: str) -> Plan:
    """The case waits for somebody else; what was computed is shown, not done."""
    plan.to, plan.foreseen = to, effect.plan
    plan.messages.append(said)
    if effect.to_pay and to != "payment_due":
        plan.messages.append(_("To be paid: {amount}.").format(amount=effect.to_pay.yuan()))
    if effect.out:
        plan.messages.append(_("To be paid out: {amount}.").format(amount=effect.out.yuan()))
    return plan


def _check_money(marks: PreservationItem, effect: Effect) -> None:
    """Refused when money would flow in a way the catalog does not mark for the item."""
    ways = {MoneyFlow.IN: effect.to_pay, MoneyFlow.OUT: effect.out}
    for way, amount in ways.items():
        if amount and marks.money not in (way, MoneyFlow.EITHER):
            raise Refused(
                _("Item {item} moves {amount}, which its mark for money does not foresee.").format(
                    item=marks.number, amount=amount.yuan()
                ),
                code="money_mark",
                source="catalog: items",
            )


def _is_immediate(view: View, mark: Immediacy, effect: Effect) -> bool:
    if mark is Immediacy.SMALL_SUMS:
        return effect.out <= view.catalog.setting(IMMEDIATE_SURRENDER)
    return mark is Immediacy.YES


def _refuse_another_item(made: Item, reader: Reader, case: WorkItem) -> None:
    endorsement = reader.get(Endorsement, case.id)
    if endorsement is None or endorsement.item in made.numbers:
        return
    items = catalog_of(reader, reader.state().catalog_version).items
    raise Refused(
        _("{number} asks for item {item}, {label}; that is not this operation.").format(
            number=case.number, item=endorsement.item, label=items[endorsement.item].label
        ),
        code="other_item",
        source="company default",
    )


def _typed(form: Form, *, confidential: bool) -> dict[str, Any]:
    """What was keyed in the fields that everybody may read, or in those that not everybody may."""
    names = {spec.name for spec in fields_of(type(form)) if spec.confidential is confidential}
    return form.model_dump(mode="json", include=names)
