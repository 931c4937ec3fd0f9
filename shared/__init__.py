"""The product's library; imports point inward: entrypoint, adapters → usecases → ports → domain."""

import gc

# Nearly all that is made while an instance starts stays: looking for garbage in it takes a fifth of
# the time. What a function has made until it is connected is then set aside for good.
gc.set_threshold(200_000, 20, 20)
