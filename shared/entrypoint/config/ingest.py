"""What ingestion needs."""

from shared.entrypoint.config.models import EmbeddingSettings, LLMSettings


class IngestSettings(LLMSettings, EmbeddingSettings):
    """What understands items; `enable_llm_intent` lets a model name what nobody else could."""

    enable_llm_intent: bool = False
