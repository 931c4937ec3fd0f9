"""The checks of `make security` that are no attacks: each sees what is planted for it."""

import hashlib
import json
import re
import subprocess
import sys
import zipfile
from pathlib import Path

import flask
import pytest

from tests.architecture.imports import ROOT
from tests.security import fuzz
from tests.security.canaries import find_canaries
from tests.security.catalogue import ATTACKS
from tests.security.effects import fields_without_effect_test
from tests.security.promises import PAGE, rewrite_page
from tests.security.requirements import REQUIREMENTS
from tests.security.secret_scan import CONTROLS, find_secrets, is_allowed


def test_every_promise_has_an_attack_or_a_test() -> None:
    struck = {attack.requirement for attack in ATTACKS}

    assert struck <= set(REQUIREMENTS)
    assert not [name for name, row in REQUIREMENTS.items() if not (name in struck or row.tests)]


def test_the_page_tells_every_promise_and_its_proofs() -> None:
    page = PAGE.read_text()

    assert rewrite_page(page) == page, "python -m tests.security.promises writes it"
    assert len(re.findall(r"^\| `[a-z-]+` \|", page, re.MULTILINE)) == len(REQUIREMENTS)


@pytest.mark.parametrize("node", sorted({t for row in REQUIREMENTS.values() for t in row.tests}))
def test_every_test_that_is_named_exists(node: str) -> None:
    file, _, name = node.partition("::")

    assert re.search(rf"^def {name}\(", (ROOT / file).read_text(), re.MULTILINE)


def test_every_finding_has_its_row() -> None:
    page = PAGE.read_text()
    ids = [f"C-{n:02}" for n in range(1, 7)] + [f"H-{n:02}" for n in range(1, 11)]
    ids += [f"M-{n:02}" for n in range(1, 13)] + [f"L-{n:02}" for n in range(1, 9)]
    nodes = re.findall(r"`(tests/[\w/]+\.py)::(\w+)`", page)
    struck = {attack.requirement for attack in ATTACKS}

    assert re.findall(r"^\| ([CHML]-\d\d) \|", page, re.MULTILINE) == ids
    assert not [
        name
        for file, name in nodes
        if not re.search(rf"^def {name}\(", (ROOT / file).read_text(), re.MULTILINE)
    ]
    rows = re.findall(r"^\| [CHML]-\d\d .*", page, re.MULTILINE)
    named = {name for row in rows for name in re.findall(r"`([a-z]+(?:-[a-z]+)+)`", row)}
    assert named
    assert named <= struck


def test_every_key_has_its_term_and_a_command_that_is_there() -> None:
    keys = PAGE.read_text().partition("## Keys")[2]
    rows = [row.split(" | ") for row in re.findall(r"^\| (?!Key|---).*", keys, re.MULTILINE)]
    targets = set(re.findall(r"^([a-z-]+):", (ROOT / "Makefile").read_text(), re.MULTILINE))
    named = set(re.findall(r"`make ([a-z-]+)", keys))
    functions = json.loads((ROOT / "infra" / "functions.json").read_text())["functions"]
    secrets = {name for row in functions.values() for name in row.get("secrets", ())}
    added = set(re.findall(r"gcloud secrets versions add ([A-Z_]+)", keys))

    assert all(len(row) == 4 for row in rows)
    assert named
    assert named <= targets
    assert added <= secrets
    assert {name for name in secrets if f"`{name}`" not in keys} == set()


def _wheel(folder: Path) -> Path:
    """A package of one module, as a registry would serve it."""
    made = folder / "thing-1.0-py3-none-any.whl"
    with zipfile.ZipFile(made, "w") as wheel:
        wheel.writestr("thing.py", "")
        wheel.writestr(
            "thing-1.0.dist-info/METADATA", "Metadata-Version: 2.1\nName: thing\nVersion: 1.0\n"
        )
        wheel.writestr("thing-1.0.dist-info/WHEEL", "Wheel-Version: 1.0\nTag: py3-none-any\n")
        wheel.writestr("thing-1.0.dist-info/RECORD", "")
    return made


@pytest.mark.parametrize("is_tampered", [False, True])
def test_a_package_of_another_content_is_not_installed(
    tmp_path: Path, *, is_tampered: bool
) -> None:
    wheel = _wheel(tmp_path)
    digest = hashlib.sha256(wheel.read_bytes()).hexdigest()
    wanted = digest[::-1] if is_tampered else digest
    lock = tmp_path / "requirements.txt"
    lock.write_text(f"thing @ {wheel.as_uri()} --hash=sha256:{wanted}\n")
    install = ["pip", "install", "--quiet", "--require-hashes", "--no-index", "--no-deps"]
    places = ["--target", str(tmp_path / "to"), "-r", str(lock)]

    done = subprocess.run(
        [sys.executable, "-m", *install, *places], capture_output=True, check=False, text=True
    )

    assert (done.returncode != 0) is is_tampered
    assert ("DO NOT MATCH" in done.stderr) is is_tampered


def test_every_install_asks_for_hashes() -> None:
    for name in ("Makefile", "infra/Dockerfile"):
        lines = (ROOT / name).read_text().replace("\\\n", " ").splitlines()
        installs = [line for line in lines if "pip install" in line]
        assert installs, name
        assert not [line for line in installs if "--require-hashes" not in line]


def test_no_canary_comes_out() -> None:
    places, hits = find_canaries()

    assert places == 8
    assert not hits


def test_no_field_of_settings_is_without_an_effect() -> None:
    assert not fields_without_effect_test()


@pytest.mark.parametrize("control", CONTROLS)
def test_a_planted_secret_is_found(control: str) -> None:
    assert find_secrets(CONTROLS[control])


@pytest.mark.parametrize(
    "line",
    [
        '"integrity": "sha512-Aup7aUOfpbAUg2ROOJN6Iw5f9DMBlzu0mIkm/malLQFN/YQgO48wCj0Kxa3sEHJ=="',
        "    --hash=sha256:9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08",
        "from tests.functions.test_inbox_api_accounts import every_byte_of_a_password_counts",
        "https://rest-basket-9.wbcontent.net/vol700/part70000/70000001/images/big/1.webp",
    ],
)
def test_what_only_looks_long_is_none(line: str) -> None:
    assert not find_secrets(line)


def test_an_excuse_ends_with_its_day() -> None:
    assert not is_allowed("advisories", "PYSEC-0000-1")


def test_generated_requests_meet_no_error_and_nothing_foreign() -> None:
    found = fuzz.fuzz_api(120)

    assert found.requests >= 100
    assert (found.server_errors, found.violations, found.foreign) == ([], [], [])


def test_generated_requests_see_what_is_planted() -> None:
    """A product that breaks, says what no document knows, and tells of others, is found out."""
    fuzzer = fuzz.Fuzzer(1)
    app = fuzzer.ground.world.app()
    spoiled = flask.Flask("spoiled")

    @spoiled.route("/api/<path:path>", methods=["GET", "POST", "PUT", "PATCH", "DELETE"])
    def serve(path: str) -> flask.Response:
        if path == "openapi.json":
            document = app.test_client().get("/api/openapi.json", base_url="https://localhost")
            return flask.Response(document.get_data(), mimetype="application/json")
        status = 500 if path == "health" else 200
        return flask.Response('{"said": "КАНАРЕЙКА7"}', status, mimetype="application/json")

    found = fuzz.Fuzzer(1, spoiled).send(110)

    assert found.server_errors
    assert found.violations
    assert found.foreign


def test_the_web_app_makes_no_markup_of_words() -> None:
    rules = (ROOT / "web" / "eslint.config.js").read_text()
    code = "".join(file.read_text() for file in (ROOT / "web" / "src").rglob("*.tsx"))

    assert "dangerouslySetInnerHTML" in rules
    assert "dangerouslySetInnerHTML" not in code
    assert ".innerHTML" not in code


def test_the_image_runs_as_nobody() -> None:
    lines = (ROOT / "infra" / "Dockerfile").read_text().splitlines()
    user = [line for line in lines if line.startswith("USER ")]

    assert user == ["USER 65532:65532"]
    assert lines.index(user[0]) > max(n for n, line in enumerate(lines) if "COPY" in line)
