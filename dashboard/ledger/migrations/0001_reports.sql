-- Reports, their codings, the statements of each coding, and reviews.
CREATE TABLE report (
    number $key,
    content_hash VARCHAR(64) NOT NULL UNIQUE,
    id VARCHAR NOT NULL UNIQUE,
    body $bytes NOT NULL
);
CREATE TABLE coding (
    number $key,
    report INTEGER NOT NULL REFERENCES report (number),
    coder VARCHAR(64) NOT NULL,
    UNIQUE (report, coder)
);
CREATE TABLE statement (
    number $key,
    coding INTEGER NOT NULL REFERENCES coding (number),
    id VARCHAR(16) NOT NULL,
    kind VARCHAR NOT NULL,
    body $bytes NOT NULL
);
CREATE INDEX ix_statement_coding ON statement (coding);
CREATE INDEX ix_statement_id ON statement (id);
CREATE TABLE review (
    number $key,
    statement VARCHAR(16) NOT NULL,
    body $bytes NOT NULL
);
CREATE INDEX ix_review_statement ON review (statement);
