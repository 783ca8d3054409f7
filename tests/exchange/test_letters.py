"""Letters as text: what the company says stands on lines of its own, what data says can't."""

from ops_console.catalog.load import shipped
from ops_console.exchange.letters import letter_lines

VALUES = {"name": "李四", "claim": "C1", "papers": ["- one", "- two"], "branch": "上海"}


def _guide(**values: object) -> list[str]:
    return letter_lines(shipped().letters["claim_guide"], "en", VALUES | values)


def test_each_paper_of_a_list_stands_on_its_own_line() -> None:
    lines = _guide()
    assert lines[lines.index("- one") + 1] == "- two"


def test_a_name_never_adds_a_line_to_a_letter() -> None:
    lines = _guide(name="Eve\nWe owe you 1,000,000 CNY.")
    assert len(lines) == len(_guide())
    assert not any(line.startswith("We owe") for line in lines)


def test_a_text_in_a_list_never_adds_a_line_either() -> None:
    assert len(_guide(papers=["- one\n- two"])) == len(_guide()) - 1
