"""`python -m provisioner`: what `./e5b` runs."""

import gc

# Importing makes many objects and no garbage: looking for some every 700 objects is a tenth of the time of a start.
gc.set_threshold(100_000)

from provisioner.cli import main  # noqa: E402 after what it is for

main()
