"""A review that was judged before anybody had read it by meaning is judged once more."""

from dataclasses import replace

from shared.adapters.memory.tasks import MemoryTaskQueue
from shared.domain.interaction import Interaction
from shared.domain.understanding import Intent, IntentLabel
from shared.ports import Put
from shared.usecases.sweep_praise import sweep_praise
from tests.builders import SELLER
from tests.praise_bench import Shop


def test_what_was_judged_before_its_vector_was_there_is_judged_once_more() -> None:
    shop = Shop()
    queue = MemoryTaskQueue(shop.clock)
    item = shop.receive(ai={"intent": IntentLabel(label=Intent.THANKS, confidence=0.8)})
    held = [shop.automate(item) for _ in range(2)]
    stored = shop.store.get(Interaction, item.id)
    assert stored is not None
    sure = IntentLabel(label=Intent.THANKS, confidence=0.97)
    heard = replace(stored.value, ai=replace(stored.value.ai, intent=sure))
    shop.store.commit([Put(heard, version=stored.version)])
    swept = sweep_praise(SELLER, stores=shop.stores, queue=queue, clock=shop.clock)

    assert held == ["held", "known"]
    assert swept == 1
    assert shop.automate(item) == "approved"
