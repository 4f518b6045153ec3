"""`python -m local` serves until Ctrl-C."""

import sys

from .runner import main

sys.exit(main())
