"""Opens the embedder that the settings name."""

from shared.ports import Embedder


def open_embedder(url: str | None, key: str, model: str | None) -> Embedder:
    """The bundled model unless an address and a model are given; neither is loaded yet."""
    if url is None or model is None:
        from shared.adapters.embeddings.bundled import BundledEmbedder

        return BundledEmbedder()
    from shared.adapters.embeddings.endpoint import EndpointEmbedder

    return EndpointEmbedder(url, key, model)
