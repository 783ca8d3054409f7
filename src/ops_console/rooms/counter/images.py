"""Images of papers on a case: scanned where they come in, so that work goes on electronically."""

from ops_console.base.i18n import N_, _
from ops_console.base.problems import InputErrors, Problem, Refused
from ops_console.data.tables import Document, DocumentBody
from ops_console.desk.forms import Form, field
from ops_console.desk.operations import On, operation
from ops_console.desk.plan import Plan
from ops_console.desk.view import View
from ops_console.exchange.images import read_image

LARGEST = "image_size"
MEGABYTE = 1_000_000


class Attached(Form):
    """Which paper the image shows, and the file it is in."""

    paper: str = field(N_("Paper"), lookup="paper", max_length=40)
    file: str = field(N_("File"), min_length=1, max_length=1000, help=N_("JPEG, PNG, PDF or TIFF on this machine"))


@operation("counter.attach_image", code="CN11", label=N_("Attach an image"), form=Attached, on=On.ANY_CASE)
def attach_image(view: View, form: Attached) -> Plan:
    """Keeps the image of a paper with the case, under the digest of its content: it can't be changed unnoticed. What it
    is, is told by the content, not by the name; the same image is kept once on a case.
    """
    if form.paper not in view.catalog.papers:
        raise InputErrors([Problem("paper", _("no such paper; F4 lists them"), value=form.paper)])
    image = read_image(form.file, view.catalog.setting(LARGEST) * MEGABYTE)
    case = view.the_case
    earlier = view.reader.first(Document, case_id=case.id, digest=image.digest)
    if earlier is not None:
        raise Refused(
            _("This image is on the case already: {name}.").format(name=earlier.name),
            code="image_known",
            source="company default: an image is kept once on a case",
        )
    plan = Plan(data={"digest": image.digest})
    plan.insert(
        Document(
            id=view.new_id(),
            case_id=case.id,
            paper=form.paper,
            name=image.name,
            media_type=image.media_type,
            size=image.size,
            digest=image.digest,
            received=view.today,
            clerk_id=view.clerk.id,
        )
    )
    if view.reader.get(DocumentBody, image.digest) is None:
        plan.insert(DocumentBody(digest=image.digest, body=image.body))
    plan.messages.append(_("Kept: {size} bytes, SHA-256 {digest}.").format(size=image.size, digest=image.digest))
    return plan
