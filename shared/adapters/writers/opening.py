"""Who writes drafts, by what is configured; a model's writer is loaded only where there is one."""

from shared.adapters.writers.template_writer import TemplateWriter
from shared.ports import Writer

Model = tuple[str, str, str]


def open_writers(model: Model | None, referee: Model | None) -> list[Writer]:
    """The model first where there is one; templates always stand behind it.

    Each is an address, a key and a name; a `referee` looks at what the model wrote.
    """
    if model is None:
        return [TemplateWriter()]
    from shared.adapters.writers.openai_referee import OpenAIReferee
    from shared.adapters.writers.openai_writer import OpenAIWriter

    looks = OpenAIReferee(*referee) if referee else None
    return [OpenAIWriter(*model, referee=looks), TemplateWriter()]
