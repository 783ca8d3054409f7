"""Images of papers: kept with a case under the digest of their content, and given back as they came."""

import hashlib
import json
import os
from collections.abc import Callable
from contextlib import redirect_stdout
from io import StringIO
from pathlib import Path

import pytest

from ops_console.base.problems import InputErrors, Refused
from ops_console.cli.main import main
from ops_console.data.tables import Clerk, Document, DocumentBody
from tests.support.company import Company

PNG = b"\x89PNG\r\n\x1a\n" + bytes(range(256))
Scan = Callable[[str, bytes], str]


@pytest.fixture
def scan(tmp_path: Path) -> Scan:
    def write(name: str, content: bytes) -> str:
        place = tmp_path / name
        place.write_bytes(content)
        return str(place)

    return write


def attach(company: Company, number: str, file: str, paper: str = "application_form") -> None:
    company.do("counter.attach_image", number, company.clerk("counter"), paper=paper, file=file)


def fault(company: Company, number: str, file: str, paper: str = "application_form") -> str:
    """What is wrong with a file that is not taken."""
    with pytest.raises(InputErrors) as error:
        attach(company, number, file, paper)
    (problem,) = error.value.problems
    return problem.message


def kept(company: Company, number: str) -> list[Document]:
    with company.store.read() as reader:
        return reader.find(Document, case_id=company.case(number).id, order_by="id")


@pytest.mark.parametrize(
    ("content", "media_type"),
    [
        (b"\xff\xd8\xff\xe0 rest", "image/jpeg"),
        (PNG, "image/png"),
        (b"%PDF-1.7 rest", "application/pdf"),
        (b"II*\x00rest", "image/tiff"),
        (b"MM\x00*rest", "image/tiff"),
    ],
)
def test_what_it_is_is_told_by_the_content_and_not_by_the_name(
    company: Company, scan: Scan, content: bytes, media_type: str
) -> None:
    number = company.received()
    attach(company, number, scan("form.exe", content))
    (image,) = kept(company, number)
    assert (image.media_type, image.size, image.digest) == (
        media_type,
        len(content),
        hashlib.sha256(content).hexdigest(),
    )
    assert company.events(number)[-1].data["digest"] == image.digest


@pytest.mark.parametrize("content", [b"", b"MZ\x90\x00", b"<svg onload=alert(1)>", b"GIF89a"])
def test_anything_else_is_refused_whatever_it_is_called(company: Company, scan: Scan, content: bytes) -> None:
    number = company.received()
    assert fault(company, number, scan("form.png", content)) == "is no JPEG, PNG, PDF or TIFF file"


def test_ten_megabytes_are_taken_and_a_byte_more_is_not(company: Company, scan: Scan) -> None:
    number = company.received()
    attach(company, number, scan("a.png", PNG + bytes(10_000_000 - len(PNG))))
    larger = scan("b.png", PNG + bytes(10_000_001 - len(PNG)))
    assert fault(company, number, larger) == "is larger than 10000000 bytes"


def test_what_is_no_plain_file_is_refused_without_waiting_for_it(company: Company, tmp_path: Path) -> None:
    number = company.received()
    os.mkfifo(tmp_path / "pipe")
    for place in (tmp_path / "pipe", tmp_path, tmp_path / "none", Path("/dev/zero")):
        assert fault(company, number, str(place)).startswith("cannot be read")


def test_the_same_image_is_kept_once_on_a_case_and_its_content_once_for_all(company: Company, scan: Scan) -> None:
    first, second = company.received(), company.received()
    attach(company, first, scan("a.png", PNG))
    with pytest.raises(Refused, match=r"on the case already: a\.png"):
        attach(company, first, scan("b.png", PNG))
    attach(company, second, scan("b.png", PNG))
    with company.store.read() as reader:
        assert reader.count(DocumentBody) == 1


def test_an_unknown_paper_is_refused(company: Company, scan: Scan) -> None:
    assert fault(company, company.received(), scan("a.png", PNG), "nonsense") == "no such paper; F4 lists them"


def run(company: Company, *arguments: str, duty: str = "counter") -> tuple[int, str]:
    """Exit code and output of a command given by a clerk of the duty."""
    with company.store.read() as reader:
        login = reader.need(Clerk, company.clerk(duty).clerk_id).login
    out = StringIO()
    with redirect_stdout(out):
        code = main([*arguments, "--as", login, "--store", company.store.url, "--json"])
    return code, out.getvalue()


def test_images_come_back_under_names_of_their_own_and_over_nothing(
    company: Company, scan: Scan, tmp_path: Path
) -> None:
    number = company.received()
    attach(company, number, scan("[red]\x1b[31m‮gnp.exe", PNG))
    code, shown = run(company, "documents", "show", number)
    assert code == 0
    assert json.loads(shown)["data"][0]["digest"] == hashlib.sha256(PNG).hexdigest()
    assert run(company, "documents", "export", number, "--to", str(tmp_path))[0] == 0
    assert (tmp_path / f"{number}-1.png").read_bytes() == PNG
    assert run(company, "documents", "export", number, "--to", str(tmp_path))[0] == 2


def test_images_of_an_application_are_for_who_decides_on_it_and_who_attached_them(
    company: Company, scan: Scan, tmp_path: Path
) -> None:
    number = company.received()
    attach(company, number, scan("a.png", PNG))
    export = ("documents", "export", number, "--to", str(tmp_path))
    assert run(company, *export, duty="premium")[0] == 4
    assert run(company, *export, duty="underwriting")[0] == 0


def test_verify_finds_content_that_was_changed_or_is_gone(company: Company, scan: Scan) -> None:
    number = company.received()
    attach(company, number, scan("a.png", PNG))
    (image,) = kept(company, number)
    assert company.verify() == []
    with company.store.write() as tx:
        body = tx.need(DocumentBody, image.digest).body
        tx.update(DocumentBody, {"digest": image.digest}, {"body": "QUFB"})
    assert [finding.place for finding in company.verify()] == [f"document {image.digest}"]
    with company.store.write() as tx:
        tx.update(DocumentBody, {"digest": image.digest}, {"body": body})
