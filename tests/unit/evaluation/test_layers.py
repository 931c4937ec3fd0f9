import pytest

from shared.domain.interaction import Channel
from shared.domain.understanding import Intent
from tests.evaluation.layers import COMBINED, LLM, RULES, SEMANTIC, find_layers
from tests.llm_endpoint import KEY, completion, serve_llm

STRANGE = "Ырымбурум бубубу?"


def test_without_a_language_model_three_layers_are_measured(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.delenv("ENABLE_LLM_INTENT", raising=False)

    assert [layer.name for layer in find_layers()] == [RULES, SEMANTIC, COMBINED]


def test_a_language_model_is_a_layer_that_is_asked_once(monkeypatch: pytest.MonkeyPatch) -> None:
    with serve_llm(lambda _: completion("price_promo")) as llm:
        for name, value in (("BASE_URL", llm.url), ("API_KEY", KEY), ("MODEL", "small")):
            monkeypatch.setenv(f"LLM_{name}", value)
        monkeypatch.setenv("ENABLE_LLM_INTENT", "true")
        layers = {layer.name: layer for layer in find_layers()}

        said = [layers[LLM].read_intent(Channel.QUESTION, STRANGE).label for _ in range(2)]

    assert said == [Intent.PRICE_PROMO] * 2
    assert len(llm.asked) == 1
    assert layers[LLM].channels == {Channel.QUESTION}


def test_a_question_reaches_all_layers_and_a_review_no_vector() -> None:
    layers = {layer.name: layer for layer in find_layers()}

    for name in (RULES, SEMANTIC, COMBINED):
        label = layers[name].read_intent(Channel.QUESTION, "Когда появится в наличии?")
        assert label.label is Intent.AVAILABILITY
    assert Channel.REVIEW not in layers[SEMANTIC].channels
