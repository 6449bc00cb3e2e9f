"""`python -m viscodex_lsp`, the same as `viscodex-lsp`."""

import sys

from viscodex_lsp.cli import main

sys.exit(main())
