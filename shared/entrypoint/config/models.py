"""Models that read and write words."""

from pydantic import SecretStr

from shared.entrypoint.config.base import Settings, Url


class LLMSettings(Settings):
    """A language model behind the OpenAI API; it is asked only where all three are set."""

    llm_base_url: Url | None = None
    llm_api_key: SecretStr | None = None
    llm_model: str | None = None

    @property
    def llm(self) -> tuple[str, str, str] | None:
        """Address, key and model, where all three are set."""
        url, key, model = self.llm_base_url, self.llm_api_key, self.llm_model
        if url is None or key is None or model is None:
            return None
        return url, key.get_secret_value(), model


class EmbeddingSettings(Settings):
    """An embeddings endpoint; without address and model the bundled model embeds."""

    embeddings_url: Url | None = None
    embeddings_key: SecretStr = SecretStr("")
    embeddings_model: str | None = None

    @property
    def embedder(self) -> tuple[str | None, str, str | None]:
        """Address, key and model of the endpoint; local ones need no key."""
        return self.embeddings_url, self.embeddings_key.get_secret_value(), self.embeddings_model
