"""A Cloud Run that keeps services in memory and speaks what gcloud speaks to it.

gcloud uses the Knative Serving API (`serving.knative.dev/v1`) of a regional host. It makes the
host's name from the override, so the server stands behind a proxy setting and answers for any.
"""

import json
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from threading import Thread
from typing import Any
from urllib.parse import urlsplit

_ENABLED = {"state": "ENABLED", "name": "projects/42/services/run.googleapis.com"}


@dataclass
class CloudRun:
    """What was asked, what runs, and the images that do not start."""

    project: str
    services: dict[str, dict[str, Any]] = field(default_factory=dict)
    broken_images: set[str] = field(default_factory=set)
    writes: list[tuple[str, str]] = field(default_factory=list)

    def add(self, name: str, image: str, content: str) -> None:
        """A service as the cloud's program leaves it: one revision with all traffic."""
        template = {
            "metadata": {"labels": {"content": content}, "annotations": {}},
            "spec": {"containers": [{"image": image}]},
        }
        self._store(
            name, {"template": template, "traffic": [{"percent": 100, "latestRevision": True}]}
        )

    def replace(self, name: str, body: dict[str, Any]) -> dict[str, Any]:
        """Take a changed service, and make the revision that it asks for."""
        self.writes.append((name, json.dumps(body["spec"], sort_keys=True)))
        self._store(name, body["spec"])
        return self.services[name]

    def shares(self, name: str) -> dict[str, int]:
        """Percent by the image that serves it."""
        service = self.services[name]
        found: dict[str, int] = {}
        for row in service["status"]["traffic"]:
            image = service["images"][row["revisionName"]]
            found[image] = found.get(image, 0) + row.get("percent", 0)
        return {image: share for image, share in found.items() if share}

    def _store(self, name: str, spec: dict[str, Any]) -> None:
        before = self.services.get(name, {"generation": 0, "revisions": 0, "images": {}})
        image = spec["template"]["spec"]["containers"][0]["image"]
        known = before.get("spec", {}).get("template")
        revisions = before["revisions"] + (known != spec["template"])
        newest = spec["template"]["metadata"].get("name") or f"{name}-{revisions:05d}"
        images = {**before["images"], newest: image}
        ready = image not in self.broken_images
        kept = before.get("status", {}).get("traffic", [])
        traffic = [_resolve(row, newest) for row in spec["traffic"]] if ready else kept
        generation = before["generation"] + 1
        self.services[name] = {
            "apiVersion": "serving.knative.dev/v1",
            "kind": "Service",
            "metadata": {
                "name": name,
                "namespace": self.project,
                "generation": generation,
                "resourceVersion": str(generation),
                "annotations": {},
                "labels": {"cloud.googleapis.com/location": "europe-west1"},
            },
            "spec": spec,
            "status": {
                "observedGeneration": generation,
                "conditions": [_condition(kind, ready) for kind in _CONDITIONS],
                "latestCreatedRevisionName": newest,
                "latestReadyRevisionName": newest if ready else next(iter(before["images"]), ""),
                "traffic": traffic,
                "url": f"https://{name}.run.test",
                "address": {"url": f"https://{name}.run.test"},
            },
            "generation": generation,
            "revisions": revisions,
            "images": images,
        }


_CONDITIONS = ("Ready", "ConfigurationsReady", "RoutesReady")


def _condition(kind: str, ready: bool) -> dict[str, str]:
    if ready or kind == "RoutesReady":
        return {"type": kind, "status": "True"}
    return {"type": kind, "status": "False", "message": "the container failed to start"}


def _resolve(row: dict[str, Any], newest: str) -> dict[str, Any]:
    known = {key: value for key, value in row.items() if key != "latestRevision"}
    return known if row.get("revisionName") else {**row, "revisionName": newest}


@contextmanager
def running_cloud_run(run: CloudRun) -> Iterator[int]:
    """Serve it; gives the port."""

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            name = self._path().rsplit("/", 1)[-1]
            if "/services/run.googleapis.com" in self._path():
                self._answer(200, _ENABLED)
            elif "/revisions/" in self._path():
                self._answer(404, _missing(name))
            elif name in run.services:
                self._answer(200, _shown(run.services[name]))
            else:
                self._answer(404, _missing(name))

        def do_POST(self) -> None:
            self._body()
            self._answer(200, {"permissions": []})

        def do_PUT(self) -> None:
            name = self._path().rsplit("/", 1)[-1]
            self._answer(200, _shown(run.replace(name, self._body())))

        def _path(self) -> str:
            return urlsplit(self.path).path

        def _body(self) -> dict[str, Any]:
            size = int(self.headers.get("Content-Length") or 0)
            body: dict[str, Any] = json.loads(self.rfile.read(size) or "{}")
            return body

        def _answer(self, status: int, body: dict[str, Any]) -> None:
            content = json.dumps(body).encode()
            self.send_response(status)
            self.send_header("Content-Type", "application/json")
            self.send_header("Content-Length", str(len(content)))
            self.end_headers()
            self.wfile.write(content)

        def log_message(self, format: str, *args: object) -> None:  # noqa: A002 - inherited name
            """Requests are kept, not printed."""

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    thread = Thread(target=server.serve_forever, daemon=True)
    thread.start()
    try:
        yield server.server_port
    finally:
        server.shutdown()
        server.server_close()
        thread.join()


def gcloud_settings(port: int, folder: Path) -> dict[str, str]:
    """An environment in which gcloud knows nobody and reaches only that server."""
    token = folder / "token"
    token.write_text("a-token-of-nobody")
    return {
        "CLOUDSDK_CONFIG": str(folder / "config"),
        "CLOUDSDK_AUTH_ACCESS_TOKEN_FILE": str(token),
        "CLOUDSDK_API_ENDPOINT_OVERRIDES_RUN": "http://run.test/",
        "CLOUDSDK_API_ENDPOINT_OVERRIDES_SERVICEUSAGE": "http://serviceusage.test/",
        "CLOUDSDK_PROXY_TYPE": "http",
        "CLOUDSDK_PROXY_ADDRESS": "127.0.0.1",
        "CLOUDSDK_PROXY_PORT": str(port),
        "CLOUDSDK_CORE_DISABLE_PROMPTS": "1",
        "CLOUDSDK_CORE_DISABLE_USAGE_REPORTING": "1",
    }


def _shown(service: dict[str, Any]) -> dict[str, Any]:
    kept = ("apiVersion", "kind", "metadata", "spec", "status")
    return {key: service[key] for key in kept}


def _missing(name: str) -> dict[str, Any]:
    return {"error": {"code": 404, "message": f"{name} not found", "status": "NOT_FOUND"}}
