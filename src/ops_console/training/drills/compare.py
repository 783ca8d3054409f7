"""What a trainee did, step by step, and how it differs from the model answer: in steps, input and results."""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from ops_console.base.i18n import _
from ops_console.base.money import Fen
from ops_console.data.store import Reader
from ops_console.data.tables import Clerk, Event, LedgerLine, Letter, Policy, PolicyStatus, WorkItem
from ops_console.desk.kinds import KINDS
from ops_console.desk.operations import OPERATIONS
from ops_console.desk.words import word
from ops_console.training.drills.scenario import WORDED

Key = tuple[str, str]
"""Operation, and its subject: a number that was there at the start, else the letter of a new one."""


@dataclass(frozen=True)
class Done:
    """One operation that was done. `subject`: number of the case or policy; `given`: its input, without what is
    confidential."""

    operation: str
    code: str
    label: str
    subject: str
    clerk: str
    at: datetime
    given: Mapping[str, Any]
    key: Key


@dataclass(frozen=True)
class Comparison:
    """What was done, and every difference from the model answer in words; none: it is the model answer."""

    done: Sequence[Done]
    differences: Sequence[str]


def done_since(reader: Reader, start: frozenset[int], known: frozenset[str]) -> list[Done]:
    """The operations after the starting position, in the order of their stamps. `known`: numbers there at the start."""
    logins = {clerk.id: clerk.login for clerk in reader.find(Clerk)}
    cases = {case.id: case.number for case in reader.find(WorkItem)}
    policies = {policy.id: policy.number for policy in reader.find(Policy)}
    found = []
    for event in sorted(reader.find(Event), key=lambda one: (one.at, one.id)):
        operation = OPERATIONS.get(event.operation)
        if event.id in start or operation is None:
            continue
        subject = cases.get(event.case_id or 0) or policies.get(event.policy_id or 0) or ""
        key = (operation.name, subject if subject in known else subject[:1])
        given = event.data.get("input", {})
        clerk = logins.get(event.clerk_id, "")
        found.append(Done(operation.name, operation.code, operation.label, subject, clerk, event.at, given, key))
    return found


def compare(trainee: Reader, model: Reader, start: Reader) -> Comparison:
    """Hold what the trainee did against the model answer, both begun from the same start."""
    events = frozenset(event.id for event in start.find(Event))
    known = frozenset(case.number for case in start.find(WorkItem)) | {one.number for one in start.find(Policy)}
    done, wanted = (done_since(reader, events, known) for reader in (trainee, model))
    differences = [*_steps(done, wanted), *_inputs(done, wanted), *_results(trainee, model, known)]
    return Comparison(done, differences)


def _steps(done: Sequence[Done], wanted: Sequence[Done]) -> Iterable[str]:
    given, asked = Counter(one.key for one in done), Counter(one.key for one in wanted)
    for key, count in (asked - given).items():
        yield _("Not done: {step}").format(step=_named(key, wanted, count))
    for key, count in (given - asked).items():
        yield _("Done besides: {step}").format(step=_named(key, done, count))
    if given == asked and [one.key for one in done] != [one.key for one in wanted]:
        order = ", ".join(one.code for one in wanted)
        yield _("Done in another order than {order}").format(order=order)


def _named(key: Key, among: Sequence[Done], count: int) -> str:
    one = next(done for done in among if done.key == key)
    times = f" × {count}" if count > 1 else ""
    return f"{one.code} {_(one.label)} {one.subject}".rstrip() + times


def _inputs(done: Sequence[Done], wanted: Sequence[Done]) -> Iterable[str]:
    """The n-th time a step was done is held against the n-th time of the model."""
    waiting: dict[Key, list[Done]] = {}
    for one in done:
        waiting.setdefault(one.key, []).append(one)
    for model in wanted:
        if not waiting.get(model.key):
            continue
        given = waiting[model.key].pop(0)
        for name in sorted({*model.given, *given.given} - WORDED):
            if model.given.get(name) != given.given.get(name):
                yield _("{code} {field}: {given} instead of {wanted}").format(
                    code=model.code,
                    field=_label(model.operation, name),
                    given=_shown(given.given.get(name)),
                    wanted=_shown(model.given.get(name)),
                )


def _label(operation: str, name: str) -> str:
    info = OPERATIONS[operation].form.model_fields.get(name)
    return _(info.title) if info and info.title else name


def _shown(value: Any) -> str:
    if value in (None, "", [], ()):
        return "–"
    return ", ".join(map(str, value)) if isinstance(value, (list, tuple)) else str(value)


def _results(trainee: Reader, model: Reader, known: frozenset[str]) -> Iterable[str]:
    for number, (given, wanted) in _both(_states(trainee, known), _states(model, known)):
        yield _("{case} stands: {given} instead of {wanted}").format(case=number, given=given, wanted=wanted)
    for number, (given, wanted) in _both(_standing(trainee), _standing(model)):
        yield _("Policy {number}: {given} instead of {wanted}").format(number=number, given=given, wanted=wanted)
    for account, (given, wanted) in _both(_balances(trainee), _balances(model)):
        yield _("Account {account}: {given} instead of {wanted}").format(account=account, given=given, wanted=wanted)
    for kind, (given, wanted) in _both(_letters(trainee), _letters(model)):
        yield _("Letters {kind}: {given} instead of {wanted}").format(kind=word(kind), given=given, wanted=wanted)


def _both(given: Mapping[str, str], wanted: Mapping[str, str]) -> Iterable[tuple[str, tuple[str, str]]]:
    for name in sorted({*given, *wanted}):
        pair = given.get(name, "–"), wanted.get(name, "–")
        if pair[0] != pair[1]:
            yield name, pair


def _states(reader: Reader, known: frozenset[str]) -> dict[str, str]:
    """Where every case stands; new ones by kind, for their numbers depend on what else was done."""
    found: dict[str, list[str]] = {}
    for case in reader.find(WorkItem):
        kind = KINDS[case.kind]
        name = case.number if case.number in known else _("new: {kind}").format(kind=_(kind.label))
        outcome = f" ({word(case.outcome)})" if case.outcome else ""
        found.setdefault(name, []).append(_(kind.state(case.state).label) + outcome)
    return {name: "; ".join(sorted(states)) for name, states in found.items()}


def _standing(reader: Reader) -> dict[str, str]:
    numbers = {policy.id: policy.number for policy in reader.find(Policy)}
    latest: dict[int, PolicyStatus] = {}
    for row in reader.find(PolicyStatus):
        if row.policy_id not in latest or row.revision > latest[row.policy_id].revision:
            latest[row.policy_id] = row
    return {numbers[policy_id]: word(row.end_reason or row.status) for policy_id, row in latest.items()}


def _balances(reader: Reader) -> dict[str, str]:
    found: Counter[str] = Counter()
    for line in reader.find(LedgerLine):
        found[line.account] += line.amount
    return {account: Fen(amount).yuan() for account, amount in found.items() if amount}


def _letters(reader: Reader) -> dict[str, str]:
    return {kind: str(count) for kind, count in Counter(letter.kind for letter in reader.find(Letter)).items()}
