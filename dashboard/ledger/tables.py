"""The ledger's tables as they are now, as SQLAlchemy describes them; migrations/ makes them."""

from __future__ import annotations

from sqlalchemy import (
    Boolean,
    Column,
    ForeignKey,
    Integer,
    LargeBinary,
    MetaData,
    String,
    Table,
)

metadata = MetaData()

# A report is known by the hash of its text: taken in twice, it is there once. A corrected report
# is a new version under the same id; the newest one counts. `address` is the one that counts, be it
# the body's or a correction's, to be found.
report = Table(
    "report",
    metadata,
    Column("number", Integer, primary_key=True),
    Column("content_hash", String(64), nullable=False),
    Column("id", String, nullable=False),
    Column("version", Integer, nullable=False),
    Column("address", String),
    Column("body", LargeBinary, nullable=False),
)

# A correction of the header of a text; `report.body` stays as it was taken in.
header = Table(
    "header",
    metadata,
    Column("number", Integer, primary_key=True),
    Column("report", ForeignKey("report.number"), nullable=False),
    Column("body", LargeBinary, nullable=False),
)

# One coding of one version of a report by one coder; the newest one counts.
coding = Table(
    "coding",
    metadata,
    Column("number", Integer, primary_key=True),
    Column("report", ForeignKey("report.number"), nullable=False),
    Column("coder", String, nullable=False),
    Column("by_hand", Boolean, nullable=False),
)

statement = Table(
    "statement",
    metadata,
    Column("number", Integer, primary_key=True),
    Column("coding", ForeignKey("coding.number"), nullable=False),
    Column("id", String(16), nullable=False),
    Column("kind", String, nullable=False),
    Column("body", LargeBinary, nullable=False),
)

review = Table(
    "review",
    metadata,
    Column("number", Integer, primary_key=True),
    Column("statement", String(16), nullable=False),
    Column("body", LargeBinary, nullable=False),
)

# A text that was withdrawn or redacted, by the hash that it had. `erased` says that its bytes were
# overwritten too, not only its rows deleted.
withdrawal = Table(
    "withdrawal",
    metadata,
    Column("number", Integer, primary_key=True),
    Column("report", String, nullable=False),
    Column("content_hash", String(64), nullable=False),
    Column("erased", Boolean, nullable=False),
    Column("body", LargeBinary, nullable=False),
)
