"""What all that talk to a model's endpoint have in common."""

import time
from functools import cached_property

from openai import OpenAI

from shared.adapters.openai_client import OpenAIClient
from tests.llm_endpoint import KEY, completion, serve_llm

LOADING_S = 2.5
PATIENCE_S = 2.0


class SlowToLoad(OpenAIClient):
    """On a fresh instance the packages of the client are read from the disk first."""

    @cached_property
    def _client(self) -> OpenAI:
        time.sleep(LOADING_S)
        return OpenAI(base_url=self._base_url, api_key=KEY, max_retries=0)


def test_loading_the_client_takes_nothing_of_the_endpoints_time() -> None:
    with serve_llm(lambda _: completion("price_promo")) as llm:
        client = SlowToLoad(llm.url, KEY, "small", PATIENCE_S)

        said = client.complete("rules", "data", temperature=0, most_tokens=5)

    assert said == "price_promo"
