"""What every test stands on: answers are as wide as they are, whatever terminal the tests are run from."""

import os

os.environ.pop("COLUMNS", None)  # pytest-xdist, for one, tells its workers that they have 80
