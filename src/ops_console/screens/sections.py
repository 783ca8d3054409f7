"""What the sections of a case say: summary, people, papers, clocks, notes, history, why."""

from collections.abc import Callable, Mapping
from dataclasses import asdict
from typing import Any

from textual.content import Content

from ops_console.base.i18n import _, language, ngettext
from ops_console.base.moments import local
from ops_console.base.safe_text import safe
from ops_console.data.queries.case_look import CaseLook, ClockLook, TaskLook
from ops_console.data.queries.party_look import PartyLook
from ops_console.rules.claims.liability import REASONS
from ops_console.rules.sources import source_text
from ops_console.screens.backend import catalog, label_of, traces
from ops_console.screens.coded import named
from ops_console.screens.event_text import brief, keyed
from ops_console.screens.money_section import money
from ops_console.screens.policy_section import applied_members, policy
from ops_console.screens.queue_text import days_text
from ops_console.screens.reasons_section import referral, why
from ops_console.screens.session import Session
from ops_console.screens.texts import Lines, heading, pair, plain, row, spread, wrap
from ops_console.screens.why_text import why_lines
from ops_console.screens.words import HIDDEN, amount, column, day, kind_name, room_name, shown, state_name, word


def title(look: CaseLook) -> Content:
    """The line above the sections: number, kind, state."""
    return Content.assemble(
        (look.number, "bold"),
        f"  {safe(kind_name(look.kind))}  ",
        (safe(state_name(look.kind, look.state)), "bold"),
    )


def summary(look: CaseLook, session: Session, width: int) -> Lines:
    """What the case is, where it stands, who has it, what it is about."""
    left = session.days_left(look.due)
    lines = [
        *pair(_("Room"), room_name(look.room), width),
        *pair(_("Branch"), look.branch_zh if language() == "zh" else look.branch_en, width),
        *pair(_("Received"), day(look.received), width),
        *pair(_("Due"), _due(look, left), width, "bold" if left is not None and left <= 0 else ""),
        *pair(_("Taken by"), look.assignee or _("nobody"), width),
        *pair(_("Outcome"), word(look.outcome, "outcome"), width),
        *pair(_("Filed at"), ", ".join([look.filed or "", *map(word, look.file_marks)]).strip(", "), width),
    ]
    lines += referral(look, session, width)
    request = _request(look, session, width)
    lines += [*heading(_("Request")), *request] if request else []
    for benefit in look.benefits:
        lines += heading(_("Benefit {no}").format(no=benefit.coverage_no))
        lines += pair(_("Conclusion"), word(benefit.conclusion, "conclusion"), width)
        lines += pair(_("Benefit"), amount(benefit.benefit), width)
        lines += pair(
            _("Deductions"),
            ", ".join(f"{column(name)} {amount(fen)}" for name, fen in benefit.deductions.items()),
            width,
        )
        lines += pair(_("Net"), amount(benefit.net), width, "bold")
        lines += pair(_("Reason"), _(REASONS.get(benefit.reason, benefit.reason)), width)
    if look.related:
        lines += heading(_("Related"))
        for one in look.related:
            columns = spread([(17, "left"), (13, "left"), (0, "left")], width)
            told = wrap(f"{kind_name(one.kind)}, {state_name(one.kind, one.state)}", columns[-1][0])
            lines.append(row((one.number, word(one.how, "how"), told[0]), columns))
            lines += [row(("", "", rest), columns) for rest in told[1:]]
    return lines


def _request(look: "CaseLook", session: "Session", width: int) -> Lines:
    """What was asked for, as the case's kind keeps it; nothing where it keeps nothing yet."""
    own = dict(look.own)
    lines = pair(_("Payee"), ", ".join(party.name for role, party in look.parties if role == "payee"), width)
    for name, value in look.own:
        if name == "input":
            lines += keyed(str(own["operation"]), value, catalog(session), width)
        elif name == "members":
            lines += applied_members(value or (), width)
        elif name not in HIDDEN:
            lines += pair(column(name), _own(name, value, session), width)
    if look.withheld:
        lines += plain(_("Medical content is shown to those who decide on it only."), width, "dim")
    return lines


def _own(name: str, value: Any, session: Session) -> str:
    """A value of the case's own row; codes by name."""
    if name == "operation" and value:
        return _(label_of(value))
    return shown(name, named(name, value, catalog(session)))


def _due(look: CaseLook, left: int | None) -> str:
    if left is None:
        return _("no clock runs") if look.open else ""
    if left == 0:
        return _("{day}, today").format(day=day(look.due))
    if left < 0:
        return f"{day(look.due)}, {_overdue(-left)}"
    return f"{day(look.due)}, {_left(left)}"


def people(look: CaseLook, _session: Session, width: int) -> Lines:
    """Everyone the case and its policy name, identity numbers masked."""
    parts: list[tuple[str, PartyLook]] = [*look.parties]
    if look.policy:
        parts += [(role.role, role.party) for role in look.policy.roles]
    known: dict[int, tuple[PartyLook, list[str]]] = {}
    for part, party in parts:
        known.setdefault(party.id, (party, []))[1].append(part)
    lines: Lines = []
    for party, roles in known.values():
        lines += heading(", ".join(word(role) for role in dict.fromkeys(roles)))
        lines += party_lines(party, width)
    return lines[1:] or plain(_("Nobody is named yet."), width)


def party_lines(party: PartyLook, width: int) -> Lines:
    """A person."""
    return [
        *pair(_("Name"), party.name, width, "bold"),
        *(
            pair(_("Sex, born"), f"{word(party.sex)}, {day(party.birth)}", width)
            if party.sex
            else pair(_("Founded"), day(party.birth), width)
        ),
        *pair(word(party.document_kind), party.document_no, width),
        *pair(_("Phone"), party.phone, width),
        *pair(_("Address"), party.address, width),
        *pair(_("Tier, risk"), f"{word(party.tier)}, {word(party.risk_grade)}", width),
        *pair(_("Died"), day(party.died_on), width),
    ]


def _bytes(size: int) -> str:
    return _("{size} bytes").format(size=f"{size:,}")


def papers(look: CaseLook, session: Session, width: int) -> Lines:
    """What was handed in, what is waited for, what was sent."""
    names = catalog(session).papers
    lines = heading(_("Handed in"))
    for code in look.papers:
        lines += plain(f"[x] {names[code].label if code in names else code}", width)
    if not look.papers:
        lines += plain(_("nothing"), width, "dim")
    if look.images:
        lines += heading(_("Images"))
    for image in look.images:
        paper = str(names[image.paper].label) if image.paper in names else image.paper
        lines += plain(f"{paper}: {image.name}, {image.media_type}, {_bytes(image.size)}", width)
        lines += plain(f"  SHA-256 {image.digest}", width, "dim")
    if look.tasks:
        lines += heading(_("Waited for"))
    for task in look.tasks:
        lines += _task(task, session, width)
    if look.letters:
        lines += heading(_("Letters"))
    letters = catalog(session).letters
    for letter in look.letters:
        name = str(letters[letter.kind].label) if letter.kind in letters else letter.kind
        printed = _("printed {count} times").format(count=letter.printed) if letter.printed else _("in the outbox")
        lines += plain(f"{day(letter.day)}  {name} ({word(letter.language)}), {printed}", width)
    return lines[1:]


def _task(task: TaskLook, session: Session, width: int) -> Lines:
    """What is waited for, or was: since when, until when, what was arranged, what came of it."""
    known = catalog(session)
    what = str(known.papers[task.detail].label) if task.detail in known.papers else word(task.detail, "detail")
    when = _("done {day}").format(day=day(task.done)) if task.done else _("due {day}").format(day=day(task.due))
    times = f"{day(task.opened)}{', ' + when if task.done or task.due else ''}"
    lines = plain(f"[{'x' if task.done else ' '}] {word(task.kind)}: {what}  {times}", width)
    lines += pair(_("Asked of"), task.clerk or "", width)
    for name, value in (*task.data.items(), ("outcome", task.outcome), *(task.opinion or {}).items()):
        lines += pair(column(name), shown(name, named(name, value, known)), width)
    return lines


def clocks(look: CaseLook, session: Session, width: int) -> Lines:
    """Every standard that runs or ran, its source, and what is left."""
    standards = catalog(session).standards
    lines: Lines = []
    for clock in look.clocks:
        standard = standards.get(clock.standard)
        lines += heading(str(standard.label) if standard else clock.standard)
        lines += pair(_("Due"), day(clock.due) + (f" ({_('provisional')})" if clock.provisional else ""), width, "bold")
        lines += pair(_("Started"), day(clock.started), width)
        lines += pair(_("Stands"), _stands(clock, session), width)
        lines += pair(_("Source"), source_text(standard.source) if standard else "", width)
    return lines[1:] or plain(_("No clock runs on this case."), width)


def _left(days: int) -> str:
    return ngettext("{count} working day left", "{count} working days left", days).format(count=days)


def _overdue(days: int) -> str:
    return ngettext("overdue by {count} working day", "overdue by {count} working days", days).format(count=days)


def _stands(clock: ClockLook, session: Session) -> str:
    if clock.met_on:
        return (
            _("met on {day}, late").format(day=day(clock.met_on))
            if clock.met_on > clock.due
            else (_("met on {day}").format(day=day(clock.met_on)))
        )
    if clock.stopped_since:
        return _("stopped since {day}").format(day=day(clock.stopped_since))
    left = session.days_left(clock.due)
    if left is not None and left < 0:
        return _overdue(-left)
    return days_text(left).strip() if left is None else _left(left)


def notes(look: CaseLook, _session: Session, width: int) -> Lines:
    """Notes and calls, newest first."""
    entries = [(note.written_at, f"{note.clerk}  {word(note.kind)}", note.text) for note in look.notes]
    for call in look.calls:
        came_of_it = ": ".join(part for part in (word(call.outcome, "call"), call.text) if part)
        entries.append((call.at, f"{call.clerk}  {word('call')} {call.phone}", came_of_it))
    lines: Lines = []
    for at, head, text in sorted(entries, key=lambda entry: entry[0], reverse=True):
        lines += heading(f"{local(at):%Y-%m-%d %H:%M}  {head}")
        lines += plain(text, width) if text else []
    return lines[1:] or plain(_("No notes."), width)


def history(look: CaseLook, _session: Session, width: int) -> Lines:
    """What was done, newest first."""
    lines: Lines = []
    for event in look.events:
        lines += brief(event, width)
    return lines or plain(_("Nothing was done yet."), width)


def _computed(look: CaseLook, session: Session, width: int) -> Lines:
    """The numbers rules compute for the case today, each with its rule, what went in, and its source."""
    return [line for trace in traces(session, look) for line in why_lines(asdict(trace), width)]


DRAW: Mapping[str, Callable[[CaseLook, Session, int], Lines]] = {
    "summary": summary,
    "parties": people,
    "policy": lambda look, session, width: policy(look.policy, session, width),
    "money": lambda look, session, width: money(look.money, session, width),
    "papers": papers,
    "clocks": clocks,
    "notes": notes,
    "history": history,
    "why": lambda look, session, width: [*why(look, session, width), *_computed(look, session, width)],
}
