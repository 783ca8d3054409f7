"""Collections as pain.008.001.02 and payouts as pain.001.001.03, line by line.

ISO 20022 Payments Initiation. Accounts are no IBANs: they stand in ``Othr``; banks are named by their number in the
clearing (CNAPS). Collections of one sequence type make a part (``PmtInf``) of their own.
"""

from __future__ import annotations

from collections.abc import Iterator
from html import escape

from ops_console.base.money import Fen
from ops_console.exchange.bank.before_sending import checked
from ops_console.exchange.bank.model import CURRENCY, Collection, Line, Outgoing, Party
from ops_console.exchange.bank.texts import Texts
from ops_console.rules.file_names import part_name

NAMESPACE = "urn:iso:std:iso:20022:tech:xsd:"
MESSAGES = {"collection": ("pain.008.001.02", "CstmrDrctDbtInitn"), "payout": ("pain.001.001.03", "CstmrCdtTrfInitn")}
CLEARING = "CNAPS"
"""External code set ExternalClearingSystemIdentification1Code: China National Advanced Payment System."""
MOST_NAME, MOST_TEXT = 140, 140
"""Max140Text."""


def pieces(outgoing: Outgoing, texts: Texts) -> Iterator[str]:
    """The text of the file in pieces, a line each. InputErrors as ``orders.checked``."""
    message, root = MESSAGES[outgoing.kind]
    yield '<?xml version="1.0" encoding="UTF-8"?>\n'
    yield f'<Document xmlns="{NAMESPACE}{message}">\n<{root}>\n'
    ours = texts.fit("", "ours", outgoing.ours.name, MOST_NAME)
    yield (
        f"<GrpHdr><MsgId>{outgoing.message}</MsgId>"
        f"<CreDtTm>{outgoing.created.replace(microsecond=0).isoformat()}</CreDtTm>"
        f"<NbOfTxs>{outgoing.count}</NbOfTxs><CtrlSum>{_yuan(outgoing.total)}</CtrlSum>"
        f"<InitgPty>{_name(ours)}</InitgPty></GrpHdr>\n"
    )
    part = None
    agent = _agent(outgoing.ours)
    for _no, line in checked(outgoing):
        sequence = line.sequence if isinstance(line, Collection) else ""
        if sequence != part:
            yield "" if part is None else "</PmtInf>\n"
            yield _part(outgoing, ours, sequence)
            part = sequence
        yield _transaction(line, agent, texts)
    yield f"</PmtInf>\n</{root}>\n</Document>\n"


def _part(outgoing: Outgoing, ours: str, sequence: str) -> str:
    """The head of a part, with our side of it."""
    day, agent = outgoing.on.isoformat(), _agent(outgoing.ours)
    account = f"{_account(outgoing.ours.account, CURRENCY)}"
    if outgoing.kind == "payout":
        return (
            f"<PmtInf><PmtInfId>{outgoing.message}</PmtInfId><PmtMtd>TRF</PmtMtd><ReqdExctnDt>{day}</ReqdExctnDt>"
            f"<Dbtr>{_name(ours)}</Dbtr><DbtrAcct>{account}</DbtrAcct><DbtrAgt>{agent}</DbtrAgt>\n"
        )
    return (
        f"<PmtInf><PmtInfId>{part_name(outgoing.message, sequence)}</PmtInfId><PmtMtd>DD</PmtMtd>"
        f"<PmtTpInf><SeqTp>{sequence}</SeqTp></PmtTpInf><ReqdColltnDt>{day}</ReqdColltnDt>"
        f"<Cdtr>{_name(ours)}</Cdtr><CdtrAcct>{account}</CdtrAcct><CdtrAgt>{agent}</CdtrAgt>\n"
    )


def _transaction(line: Line, agent: str, texts: Texts) -> str:
    name = _name(texts.fit(line.reference, "name", line.name, MOST_NAME))
    text = texts.fit(line.reference, "text", line.text, MOST_TEXT)
    remark = f"<RmtInf><Ustrd>{escape(text, quote=False)}</Ustrd></RmtInf>" if text else ""
    identity = f"<PmtId><InstrId>{line.reference}</InstrId><EndToEndId>{line.reference}</EndToEndId></PmtId>"
    amount = f'<InstdAmt Ccy="{CURRENCY}">{_yuan(line.amount)}</InstdAmt>'
    account = _account(line.account)
    if isinstance(line, Collection):
        return (
            f"<DrctDbtTxInf>{identity}{amount}<DrctDbtTx><MndtRltdInf><MndtId>{line.mandate}</MndtId>"
            f"<DtOfSgntr>{line.signed_on.isoformat()}</DtOfSgntr></MndtRltdInf></DrctDbtTx>"
            f"<DbtrAgt>{agent}</DbtrAgt><Dbtr>{name}</Dbtr><DbtrAcct>{account}</DbtrAcct>{remark}</DrctDbtTxInf>\n"
        )
    return (
        f"<CdtTrfTxInf>{identity}<Amt>{amount}</Amt><CdtrAgt>{agent}</CdtrAgt>"
        f"<Cdtr>{name}</Cdtr><CdtrAcct>{account}</CdtrAcct>{remark}</CdtTrfTxInf>\n"
    )


def _agent(ours: Party) -> str:
    """The bank, on both sides: a file holds accounts of one bank."""
    return (
        f"<FinInstnId><ClrSysMmbId><ClrSysId><Cd>{CLEARING}</Cd></ClrSysId><MmbId>{ours.bank}</MmbId></ClrSysMmbId>"
        "</FinInstnId>"
    )


def _account(number: str, currency: str = "") -> str:
    kept_in = f"<Ccy>{currency}</Ccy>" if currency else ""
    return f"<Id><Othr><Id>{number}</Id></Othr></Id>{kept_in}"


def _name(name: str) -> str:
    return f"<Nm>{escape(name, quote=False)}</Nm>" if name else ""


def _yuan(amount: Fen) -> str:
    return f"{amount // 100}.{amount % 100:02d}"
