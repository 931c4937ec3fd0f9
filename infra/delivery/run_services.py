"""Cloud Run as releases need it, by the commands that an operator would type."""

import json
import subprocess
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

CANDIDATE = "candidate"
PREVIOUS = "previous"
CONTENT = "content"


class CommandFailed(Exception):
    """gcloud ended with an error; its words are the message."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Deployed:
    """What a service runs: its newest content's hash, traffic in percent, and tagged revisions."""

    service: str
    content: str
    shares: dict[str, int]
    tagged: dict[str, str]

    @property
    def serving(self) -> str:
        """The revision that most of the traffic goes to."""
        return max(self.shares, key=lambda revision: self.shares[revision])


@dataclass(frozen=True, slots=True, kw_only=True)
class RunServices:
    """The services of one project and region."""

    project: str
    region: str

    def describe(self, service: str) -> Deployed:
        """What serves now; CommandFailed without the service, which the cloud's program makes."""
        answer = self._gcloud("services", "describe", service, "--format=json")
        return _read_service(service, json.loads(answer))

    def deploy_candidate(self, service: str, image: str, content: str) -> None:
        """Start a new revision that gets no traffic; fails when it does not start."""
        self._gcloud(
            *("deploy", service, f"--image={image}", "--no-traffic", f"--tag={CANDIDATE}"),
            f"--update-labels={CONTENT}={content}",
        )

    def name_previous(self, service: str, revision: str) -> None:
        """Remember what to go back to."""
        self._traffic(service, f"--update-tags={PREVIOUS}={revision}")

    def shift(self, service: str, tag: str, percent: int) -> None:
        """Give a tagged revision so much of the traffic; the others share the rest."""
        self._traffic(service, f"--to-tags={tag}={percent}")

    def _traffic(self, service: str, change: str) -> None:
        self._gcloud("services", "update-traffic", service, change)

    def _gcloud(self, *arguments: str) -> str:
        place = (f"--project={self.project}", f"--region={self.region}", "--quiet")
        return run_gcloud(("run", *arguments, *place))


def run_gcloud(arguments: Sequence[str]) -> str:
    """Run one command to its end and give what it prints; CommandFailed otherwise."""
    done = subprocess.run(["gcloud", *arguments], capture_output=True, text=True, check=False)
    if done.returncode:
        raise CommandFailed(done.stderr.strip())
    return done.stdout


def _read_service(service: str, body: dict[str, Any]) -> Deployed:
    labels = body["spec"]["template"]["metadata"].get("labels", {})
    rows = body["status"].get("traffic", [])
    shares: dict[str, int] = {}
    for row in rows:
        revision = row["revisionName"]
        shares[revision] = shares.get(revision, 0) + row.get("percent", 0)
    return Deployed(
        service=service,
        content=labels.get(CONTENT, ""),
        shares=shares,
        tagged={row["tag"]: row["revisionName"] for row in rows if "tag" in row},
    )
