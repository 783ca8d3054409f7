"""Images of papers: what was attached to a case, and its content by digest."""

from datetime import date

from sqlalchemy import BigInteger
from sqlmodel import Field

from ops_console.data.tables.record import Table
from ops_console.data.types import DayType


class Document(Table, table=True):
    """A scan or a file attached to a case 影像."""

    __tablename__ = "document"
    id: int = Field(primary_key=True, sa_type=BigInteger)
    case_id: int = Field(sa_type=BigInteger, foreign_key="work_item.id", index=True)
    paper: str
    """Code of the paper it shows."""
    name: str
    media_type: str
    size: int
    """Bytes."""
    digest: str = Field(index=True)
    """SHA-256 of the content, in hex."""
    received: date = Field(sa_type=DayType)
    clerk_id: int


class DocumentBody(Table, table=True):
    """Content, once for however many cases it is attached to."""

    __tablename__ = "document_body"
    digest: str = Field(primary_key=True)
    body: str
    """Base64."""
