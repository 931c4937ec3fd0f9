"""Makes the first seller through the public API, as a person would."""

from dataclasses import dataclass

import httpx

EMAIL = "seller@example.com"
PASSWORD = "vitrina-2026"
NAME = "Лавка у дома"


class SeedFailed(Exception):
    """The API did not take the first seller."""


@dataclass(frozen=True, slots=True)
class Seeder:
    """Speaks to a running stack."""

    origin: str
    simulator: str

    def ensure_seller(self) -> None:
        """Register and connect a cabinet unless that was done on an earlier start."""
        headers = {"Origin": self.origin, "X-Requested-With": "inbox"}
        with httpx.Client(
            base_url=self.origin, headers=headers, timeout=30, trust_env=False
        ) as browser:
            me = self._enter(browser)
            if not me["cabinet"]["connected"]:
                answer = browser.put("/api/cabinet", json={"wb_token": self._mint_token()})
                _require(answer, "connecting the WB cabinet")
            browser.post("/api/auth/logout", json={})

    def _enter(self, browser: httpx.Client) -> dict[str, dict[str, bool]]:
        credentials = {"email": EMAIL, "password": PASSWORD}
        answer = browser.post("/api/auth/login", json=credentials)
        if answer.status_code == httpx.codes.UNAUTHORIZED:
            answer = browser.post("/api/auth/register", json={**credentials, "name": NAME})
        _require(answer, "signing the seller in")
        me: dict[str, dict[str, bool]] = browser.get("/api/auth/me").json()
        return me

    def _mint_token(self) -> str:
        query = {"scopes": "feedbacks,chats,returns", "type": "service"}
        answer = httpx.get(
            f"{self.simulator}/_control/token", params=query, timeout=10, trust_env=False
        )
        _require(answer, "asking the simulator for a token")
        token: str = answer.json()["token"]
        return token


def _require(answer: httpx.Response, doing: str) -> None:
    if answer.is_error:
        raise SeedFailed(f"{doing}: {answer.status_code} {answer.text[:300]}")
