"""The ledger's tables, as SQLAlchemy describes them."""

from __future__ import annotations

from sqlalchemy import (
    Column,
    ForeignKey,
    Integer,
    LargeBinary,
    MetaData,
    String,
    Table,
    UniqueConstraint,
)

metadata = MetaData()

# A report is known by the hash of its text: taken in twice, it is there once.
report = Table(
    "report",
    metadata,
    Column("number", Integer, primary_key=True),
    Column("content_hash", String(64), nullable=False, unique=True),
    Column("id", String, nullable=False, unique=True),
    Column("body", LargeBinary, nullable=False),
)

# One coding of one report by one version of the coder; the newest one counts.
coding = Table(
    "coding",
    metadata,
    Column("number", Integer, primary_key=True),
    Column("report", ForeignKey("report.number"), nullable=False),
    Column("coder", String(64), nullable=False),
    UniqueConstraint("report", "coder"),
)

statement = Table(
    "statement",
    metadata,
    Column("number", Integer, primary_key=True),
    Column("coding", ForeignKey("coding.number"), nullable=False, index=True),
    Column("id", String(16), nullable=False, index=True),
    Column("kind", String, nullable=False),
    Column("body", LargeBinary, nullable=False),
)

review = Table(
    "review",
    metadata,
    Column("number", Integer, primary_key=True),
    Column("statement", String(16), nullable=False, index=True),
    Column("body", LargeBinary, nullable=False),
)
