"""No browser reaches the database, whatever it calls itself; the functions' accounts do."""

import base64
import json

import httpx
import pytest

pytestmark = pytest.mark.emulator

FIELDS = {"fields": {"name": {"stringValue": "x"}}}
PATHS = ("users/u1", "sellers/s1", "sellers/s1/interactions/i1/messages/m1", "migrations/0001")


def client_token() -> str:
    """What Firebase would give a signed-in browser; the emulator believes it unsigned."""
    claims = {"sub": "s1", "user_id": "s1", "email": "seller@example.com", "iss": "x", "aud": "x"}
    parts = ({"alg": "none", "typ": "JWT"}, claims)
    return ".".join(
        [
            *(
                base64.urlsafe_b64encode(json.dumps(one).encode()).decode().rstrip("=")
                for one in parts
            ),
            "",
        ]
    )


@pytest.mark.parametrize("token", ["", client_token()], ids=["nobody", "a signed-in browser"])
def test_clients_may_neither_read_nor_write(
    emulator_host: str, emulator_project: str, token: str
) -> None:
    root = f"http://{emulator_host}/v1/projects/{emulator_project}/databases/(default)/documents"
    owner = httpx.Client(headers={"Authorization": "Bearer owner"}, trust_env=False)
    given = {"Authorization": f"Bearer {token}"} if token else {}
    with owner, httpx.Client(headers=given, trust_env=False) as client:
        for path in PATHS:
            owner.patch(f"{root}/{path}", json=FIELDS).raise_for_status()
            assert owner.get(f"{root}/{path}").status_code == 200

            answers = [
                client.get(f"{root}/{path}"),
                client.patch(f"{root}/{path}", json=FIELDS),
                client.delete(f"{root}/{path}"),
                client.get(f"{root}/{path.rpartition('/')[0]}"),
            ]
            assert [answer.status_code for answer in answers] == [403] * 4
            assert owner.get(f"{root}/{path}").status_code == 200
