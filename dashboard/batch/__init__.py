"""Many reports coded at once: by all cores of this machine, or by a cluster of machines."""

from dashboard.batch.chunks import Chunk, Outcome, chunks
from dashboard.batch.engines import Engine, cluster, this_machine
from dashboard.batch.journal import Done, Journal
from dashboard.batch.output import check_output, output_for
from dashboard.batch.run import Run

__all__ = [
    "Chunk",
    "Done",
    "Engine",
    "Journal",
    "Outcome",
    "Run",
    "check_output",
    "chunks",
    "cluster",
    "output_for",
    "this_machine",
]
