-- Versions of a report share its id; a coding says whether people made it; a coder may code again.
-- SQLite cannot drop a constraint, so the three tables are made anew and filled.
ALTER TABLE report RENAME TO report_1;
ALTER TABLE coding RENAME TO coding_1;
ALTER TABLE statement RENAME TO statement_1;
CREATE TABLE report (
    number $key,
    content_hash VARCHAR(64) NOT NULL UNIQUE,
    id VARCHAR NOT NULL,
    version INTEGER NOT NULL,
    address VARCHAR,
    body $bytes NOT NULL,
    UNIQUE (id, version)
);
CREATE INDEX report_by_address ON report (address);
CREATE TABLE coding (
    number $key,
    report INTEGER NOT NULL REFERENCES report (number),
    coder VARCHAR NOT NULL,
    by_hand BOOLEAN NOT NULL
);
CREATE INDEX coding_by_report ON coding (report);
CREATE TABLE statement (
    number $key,
    coding INTEGER NOT NULL REFERENCES coding (number),
    id VARCHAR(16) NOT NULL,
    kind VARCHAR NOT NULL,
    body $bytes NOT NULL
);
INSERT INTO report (number, content_hash, id, version, address, body)
    SELECT number, content_hash, id, 1, $address, body FROM report_1;
INSERT INTO coding (number, report, coder, by_hand)
    SELECT number, report, coder, FALSE FROM coding_1;
INSERT INTO statement (number, coding, id, kind, body)
    SELECT number, coding, id, kind, body FROM statement_1;
DROP TABLE statement_1;
DROP TABLE coding_1;
DROP TABLE report_1;
CREATE INDEX statement_by_coding ON statement (coding);
CREATE INDEX statement_by_id ON statement (id);
