from pathlib import Path

from shared.adapters.memory.embedder import MemoryEmbedder
from tests.evaluation.training.keeping import KeptEmbedder


def test_a_text_is_embedded_once_however_many_runs_need_it(tmp_path: Path) -> None:
    first, second = MemoryEmbedder(), MemoryEmbedder()

    before = KeptEmbedder(first, tmp_path).embed(["Цвет", "Размер", "Цвет"])
    after = KeptEmbedder(second, tmp_path).embed(["Размер", "Цена", "Цвет"])

    assert (first.asked, second.asked) == (["Цвет", "Размер"], ["Цена"])
    assert before == MemoryEmbedder().embed(["Цвет", "Размер", "Цвет"])
    assert (after[0], after[2]) == (before[1], before[0])


def test_vectors_of_one_model_are_none_of_another(tmp_path: Path) -> None:
    KeptEmbedder(MemoryEmbedder("one"), tmp_path).embed(["Цвет"])
    other = MemoryEmbedder("other")

    kept = KeptEmbedder(other, tmp_path)
    kept.embed(["Цвет"])

    assert kept.model == "other"
    assert other.asked == ["Цвет"]
