"""The product's library; imports point inward: entrypoint, adapters → usecases → ports → domain."""

import gc

# Nearly all that is made while an instance starts stays: looking for garbage in it takes a fifth of
# the time, and requests make little that counting references does not free.
gc.set_threshold(50_000, 20, 20)
