"""Every error the program raises on purpose, as one tree.

    TidemarkError                     whatever a face shows as one sentence, without a traceback
    ├── ReportError                   a report cannot be read: missing, empty, binary, too large
    │   └── ReportHeaderError         its header says something impossible, a date for instance
    ├── ReferenceDataError            a file of data/ is missing or is not what it should be
    ├── GazetteerError                the index cannot be built or opened
    ├── OwnGazetteerError             a user's own gazetteer cannot be added, read or removed
    ├── SettingsError                 an environment variable says something impossible
    ├── DateError                     a date that a user gave is no date
    ├── LedgerError                   the ledger cannot be opened, read or written
    │   ├── DamagedLedgerError        the ledger or a backup is damaged, or is none
    │   ├── WithdrawnTextError        a text that was withdrawn is given again
    │   └── ReviewConflict            somebody else reviewed the statement in the meantime
    ├── ClusterError                  workers cannot start, or the scheduler cannot be reached
    ├── ImportFileError               a file of coded statements cannot be read at all
    └── OutputError                   a file or folder cannot be written to

A message names the offending value and the next step.
"""

from __future__ import annotations


class TidemarkError(Exception):
    """Base of all errors that a user can do something about."""


class ReportError(TidemarkError, ValueError):
    """A report cannot be read."""


class ReportHeaderError(ReportError):
    """A report's header says something impossible."""


class ReferenceDataError(TidemarkError, ValueError):
    """A file of reference data is missing or malformed."""


class GazetteerError(TidemarkError, OSError):
    """The gazetteer's index cannot be built or opened."""


class OwnGazetteerError(TidemarkError, ValueError):
    """A gazetteer of the user's own cannot be added, read or removed."""


class SettingsError(TidemarkError, ValueError):
    """An environment variable says something impossible."""


class DateError(TidemarkError, ValueError):
    """A date that a user gave is no date."""


class LedgerError(TidemarkError, OSError):
    """The ledger cannot be opened, read or written."""


class DamagedLedgerError(LedgerError):
    """The ledger or a backup is damaged, or is none."""


class WithdrawnTextError(LedgerError):
    """A text that was withdrawn or redacted is given again."""


class ReviewConflict(LedgerError):  # noqa: N818 - it is no fault of the program or the user
    """Somebody else reviewed a statement since it was looked at."""


class ClusterError(TidemarkError, OSError):
    """Workers cannot start, or the scheduler of a cluster cannot be reached."""


class ImportFileError(TidemarkError, ValueError):
    """A file of statements that others coded cannot be read at all."""


class OutputError(TidemarkError, OSError):
    """A file or folder cannot be written to."""
