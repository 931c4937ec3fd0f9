"""The settings of every function on this machine, as environment variables."""

import os
from dataclasses import dataclass
from pathlib import Path

from infra.local.data import Keys
from infra.local.ports import HOST, Ports

PROJECT = "inbox-local"
INDEXES = Path(__file__).resolve().parents[1] / "firestore.indexes.json"
PASSED_ON = (
    "LLM_BASE_URL",
    "LLM_API_KEY",
    "LLM_MODEL",
    "ENABLE_LLM_INTENT",
    "ENABLE_LLM_JUDGE",
    "EMBEDDINGS_URL",
    "EMBEDDINGS_KEY",
    "EMBEDDINGS_MODEL",
    "WB_CLIENT_SECRET",
)
WB_ADDRESSES = (
    "WB_FEEDBACKS_URL",
    "WB_CHAT_URL",
    "WB_RETURNS_URL",
    "WB_COMMON_URL",
    "WB_CARDS_URL",
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Addresses:
    """Where the parts of one running stack answer."""

    ports: Ports

    @property
    def origin(self) -> str:
        """What the seller opens."""
        return f"http://{HOST}:{self.ports.gateway}"

    @property
    def simulator(self) -> str:
        """All of WB's hosts in one."""
        return f"http://{HOST}:{self.ports.simulator}"

    @property
    def queues(self) -> str:
        """The queues' keys and switches."""
        return f"http://{HOST}:{self.ports.tasks_http}"

    @property
    def function_url(self) -> str:
        """Every function's address, equal to its callers' audience, with a place for its name.

        It is the same however the functions are divided over processes, because queued tasks keep
        it over a restart. The last part keeps the framework from redirecting to a bare slash.
        """
        return f"{self.functions}/{{function}}/call"

    @property
    def functions(self) -> str:
        """The server below which every function has its name."""
        return f"http://{HOST}:{self.ports.functions}"


def function_env(
    addresses: Addresses,
    keys: Keys,
    *,
    backend: str,
    embedded_path: Path,
    files_folder: Path,
    mail_folder: Path,
    clock_offset_s: float,
) -> dict[str, str]:
    """One environment for all functions; WB's addresses may be put elsewhere from outside."""
    env = {
        "ENV": "local",
        "PROJECT": PROJECT,
        "FUNCTION_URL": addresses.function_url,
        "STORE_BACKEND": backend,
        "EMBEDDED_PATH": str(embedded_path),
        "FILES_FOLDER": str(files_folder),
        "MAIL_FOLDER": str(mail_folder),
        "MAIL_FROM": "inbox@localhost",
        "LEADS_TO": "owner@localhost",
        "DISPATCH_FILE": str(embedded_path.with_name("dispatch")),
        "INDEXES_PATH": str(INDEXES),
        "CLOCK_OFFSET_S": str(clock_offset_s),
        "TASKS_EMULATOR": f"{HOST}:{addresses.ports.tasks}",
        "OIDC_CERTS_URL": f"{addresses.queues}/certs",
        "APP_ORIGIN": addresses.origin,
        "PROXY_HOPS": "0",
        "PERSONAL_TOKENS": "true",
        "TOKEN_KEY": keys.token_key,
        "CURSOR_KEY": keys.cursor_key,
        "PYTHONUNBUFFERED": "1",
        "GOOGLE_CLOUD_PROJECT": PROJECT,
    }
    env |= {name: os.environ.get(name, addresses.simulator) for name in WB_ADDRESSES}
    return env | {name: os.environ[name] for name in PASSED_ON if name in os.environ}
