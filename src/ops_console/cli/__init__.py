"""The supervisors' and the shell's door: commands."""

import gc

# Loading and painting make a hundred thousand objects and next to no garbage: looked for as often as Python does by
# default, it takes a tenth of the time until something is to be seen.
gc.set_threshold(100_000)
