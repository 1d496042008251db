-- Who withdrew or redacted which text, when and why. The text itself is gone.
CREATE TABLE withdrawal (
    number $key,
    report VARCHAR NOT NULL,
    content_hash VARCHAR(64) NOT NULL,
    erased BOOLEAN NOT NULL,
    body $bytes NOT NULL
);
CREATE INDEX withdrawal_by_content_hash ON withdrawal (content_hash);
