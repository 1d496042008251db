-- Corrections of what is known of a text beside it: date of publication, title, publisher, address.
CREATE TABLE header (
    number $key,
    report INTEGER NOT NULL REFERENCES report (number),
    body $bytes NOT NULL
);
CREATE INDEX header_by_report ON header (report);
