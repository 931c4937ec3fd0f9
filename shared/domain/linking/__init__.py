"""Which interactions belong together: by keys for certain, by signals as a guess."""
