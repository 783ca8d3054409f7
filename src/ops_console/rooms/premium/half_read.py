"""A bank's file whose reading was begun and never ended: it is read on, or given up. Source: company default."""

from ops_console.base.i18n import N_, _
from ops_console.base.problems import InputErrors, NotAllowed, Problem
from ops_console.data.tables import BankFile, BankLine
from ops_console.desk.forms import Form, Whole, field
from ops_console.desk.operations import On, operation
from ops_console.desk.plan import Change, Plan
from ops_console.desk.view import View
from ops_console.rules.numbers import HEAD_OFFICE

SOURCE = "company default"


class HalfRead(Form):
    """Which file."""

    file: Whole = field(N_("File of the bank"), ge=1, help=N_("its number in `bank list`"))


@operation(
    "premium.give_up_bank_file",
    code="PR77",
    label=N_("Give up a file half read"),
    form=HalfRead,
    on=On.NOTHING,
    duties=("premium",),
)
def give_up_bank_file(view: View, form: HalfRead) -> Plan:
    """A file of a bank was not read to its end, and is not going to be, for it is lost or another came instead. Nothing
    of it was booked: it is taken out with its lines, and the bank may send it, or another of its name, once more. By
    head office, which takes in what banks send (company default)."""
    if view.branch.id != HEAD_OFFICE:
        raise NotAllowed(
            _("Files of banks are taken in by head office's premium department."), code="branch", source=SOURCE
        )
    file = view.reader.get(BankFile, form.file)
    if file is not None and file.direction == "in":
        file = view.lock(BankFile, form.file)
    if file is None or file.state != "reading":
        problem = _("is no file of a bank that is half read")
        raise InputErrors([Problem("file", problem, value=str(form.file))])
    lines = view.reader.count(BankLine, file_id=file.id)
    plan = Plan(data={"file": [file.id, file.bank, file.message, file.name, file.digest, lines]})
    # Its lines first: they belong to it.
    plan.removals += [Change(BankLine, {"file_id": file.id}, {}), Change(BankFile, {"id": file.id}, {})]
    plan.messages.append(_("Given up: {name}, {lines} lines read.").format(name=file.name, lines=lines))
    return plan
