"""A Google of our own: signs callers' tokens and publishes the keys, on a real socket."""

import json
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import jwt
from cryptography.hazmat.primitives.asymmetric import rsa
from werkzeug.serving import make_server
from werkzeug.wrappers import Response


class Issuer:
    """Makes tokens as Google does, or spoiled ones."""

    def __init__(self) -> None:
        self.key = rsa.generate_private_key(public_exponent=65537, key_size=2048)
        self.url = ""

    def keys(self) -> dict[str, Any]:
        algorithm = jwt.algorithms.RSAAlgorithm
        public = json.loads(algorithm.to_jwk(self.key.public_key()))
        return {"keys": [public | {"kid": "one", "alg": "RS256", "use": "sig"}]}

    def token(self, audience: str, account: str, **changes: Any) -> str:
        now = int(time.time())
        claims = {
            "iss": "https://accounts.google.com",
            "aud": audience,
            "email": account,
            "email_verified": True,
            "iat": now,
            "exp": now + 3600,
        }
        claims |= changes
        kept = {name: value for name, value in claims.items() if value is not None}
        return jwt.encode(kept, self.key, algorithm="RS256", headers={"kid": "one"})


@contextmanager
def running_issuer() -> Iterator[Issuer]:
    issuer = Issuer()
    answer = Response(json.dumps(issuer.keys()), mimetype="application/json")
    server = make_server("127.0.0.1", 0, answer, threaded=True)
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    issuer.url = f"http://127.0.0.1:{server.server_port}/certs"
    yield issuer
    server.shutdown()
    server.server_close()
    thread.join()
