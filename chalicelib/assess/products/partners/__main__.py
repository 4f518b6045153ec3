"""python -m chalicelib.assess.products.partners [folder]: check partner files."""

import sys

from chalicelib.assess.products.partners import main

sys.exit(main(sys.argv[1:]))
