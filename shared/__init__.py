"""The product's library; imports point inward: entrypoint, adapters → usecases → ports → domain."""
