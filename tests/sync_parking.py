"""What a seller's profile says of parked categories."""

from shared.domain.accounts.account import Seller
from shared.domain.sync.category import Category
from tests.builders import SELLER
from tests.sync_bench import SyncBench

FEEDBACKS = Category.FEEDBACKS


def profile(bench: SyncBench) -> Seller:
    stored = bench.plain.shared().get(Seller, SELLER)
    assert stored is not None
    return stored.value


def parked(bench: SyncBench) -> dict[str, str]:
    connection = profile(bench).connection
    assert connection is not None
    return connection.parked
