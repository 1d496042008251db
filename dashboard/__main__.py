"""`python -m dashboard`: the command line."""

import signal
import sys

from dashboard.cli import main

signal.signal(signal.SIGTERM, signal.default_int_handler)  # `kill` stops it as Ctrl-C does
sys.exit(main())
