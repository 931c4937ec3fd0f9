"""Cloud KMS on loopback, as far as its REST API wraps keys: `python -m tests.kms_server PORT`.

Versions are made primary by `POST /rotate`, and disabled by `POST /disable/NUMBER`.
"""

import base64
import json
import sys
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

KEY = "projects/p/locations/l/keyRings/inbox/cryptoKeys/wb-tokens"
NONCE = bytes(12)


class Refusal(Exception):
    """An answer in KMS's form of errors."""

    def __init__(self, status: int, word: str) -> None:
        self.status, self.word = status, word


class Ring:
    """One key with its versions; each has another secret."""

    def __init__(self) -> None:
        self.versions = [bytes([1]) * 32]
        self.disabled: set[int] = set()
        self.calls = {"encrypt": 0, "decrypt": 0}

    def encrypt(self, body: dict[str, str]) -> dict[str, Any]:
        number = len(self.versions)
        sealed = AESGCM(self.versions[-1]).encrypt(
            NONCE, base64.b64decode(body["plaintext"]), _bound(body)
        )
        return {
            "name": f"{KEY}/cryptoKeyVersions/{number}",
            "ciphertext": base64.b64encode(bytes([number]) + sealed).decode(),
        }

    def decrypt(self, body: dict[str, str]) -> dict[str, Any]:
        sealed = base64.b64decode(body["ciphertext"])
        number = sealed[0] if sealed else 0
        if number in self.disabled:
            raise Refusal(400, "FAILED_PRECONDITION")
        if not 0 < number <= len(self.versions):
            raise Refusal(400, "INVALID_ARGUMENT")
        try:
            key = AESGCM(self.versions[number - 1]).decrypt(NONCE, sealed[1:], _bound(body))
        except InvalidTag as broken:
            raise Refusal(400, "INVALID_ARGUMENT") from broken
        return {"plaintext": base64.b64encode(key).decode()}

    def answer(self, path: str, body: dict[str, str]) -> dict[str, Any]:
        if path == "/rotate":
            self.versions.append(bytes([len(self.versions) + 1]) * 32)
            return {}
        if path.startswith("/disable/"):
            self.disabled.add(int(path.rsplit("/", 1)[1]))
            return {}
        if path == "/calls":
            return dict(self.calls)
        if not path.startswith(f"/v1/{KEY}:"):
            raise Refusal(404, "NOT_FOUND")
        verb = path.rsplit(":", 1)[1]
        self.calls[verb] += 1
        return self.encrypt(body) if verb == "encrypt" else self.decrypt(body)


def _bound(body: dict[str, str]) -> bytes:
    return base64.b64decode(body.get("additionalAuthenticatedData", ""))


def make_handler(ring: Ring) -> type[BaseHTTPRequestHandler]:
    class Handler(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            body = json.loads(self.rfile.read(int(self.headers.get("Content-Length", 0))) or b"{}")
            try:
                status, said = 200, ring.answer(self.path, body)
            except Refusal as refusal:
                status = refusal.status
                said = {"error": {"code": status, "status": refusal.word}}
            content = json.dumps(said).encode()
            self.send_response(status)
            self.send_header("Content-Type", "application/json")
            self.send_header("Content-Length", str(len(content)))
            self.end_headers()
            self.wfile.write(content)

        def log_message(self, *_: object) -> None:
            """Nobody reads it."""

    return Handler


def main() -> None:
    ThreadingHTTPServer(("127.0.0.1", int(sys.argv[1])), make_handler(Ring())).serve_forever()


if __name__ == "__main__":
    main()
