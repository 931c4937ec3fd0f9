"""Twenty items answered without a mouse, by the prepared drafts of the seeded seller."""

from playwright.sync_api import Browser, Response

from infra.local.seed import EMAIL, PASSWORD
from tests.web_figures.ground import Place, sign_in
from tests.web_figures.pages import DESKTOP, open_page

ANSWERS = 20
_MOST_KEYS = 60


def answer_by_keys(browser: Browser, place: Place) -> dict[str, float]:
    """How many replies the server took that no pointer had a part in."""
    taken: set[str] = set()

    def note(response: Response) -> None:
        if response.url.endswith("/reply") and response.status == 202:
            taken.add(response.url)

    seller = Place(place.origin, sign_in(place.origin, EMAIL, PASSWORD))
    with open_page(browser, seller, DESKTOP) as page:
        page.goto(f"{place.origin}/app/inbox/attention")
        page.locator("[data-row]").first.wait_for()
        page.on("response", note)
        page.keyboard.press("j")
        page.keyboard.press("Enter")
        for _ in range(_MOST_KEYS):
            if len(taken) >= ANSWERS:
                break
            page.get_by_role("region", name="Переписка").wait_for()
            before, here = len(taken), page.url
            page.keyboard.press("a")
            for _ in range(20):
                page.wait_for_timeout(100)
                if len(taken) > before and page.url != here:
                    break
            if page.url == here:
                # Nothing to send as it is: somebody would look at it, here the next one is taken.
                page.keyboard.press("j")
                page.wait_for_timeout(300)
    return {"keyboard_answers": len(taken)}
