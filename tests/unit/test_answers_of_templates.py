"""Template drafts for 112 real reviews may be sent and look like nobody's copies."""

import pytest

from shared.domain.drafts.tone import Tone
from tests.answers.templates import draft_answered, measure_templates, tell_drafts
from tests.wb_openapi import require_folder


@pytest.mark.parametrize("tone", Tone)
def test_drafts_for_real_reviews_pass_and_differ(tone: Tone) -> None:
    folder = require_folder("INBOX_SHARED_DATA", "../shared/data")

    figures = measure_templates(folder, tone)

    assert figures["template_drafts"] == 112
    assert figures["template_pass"] == 1, list(tell_drafts(draft_answered(folder, tone)))
    assert figures["template_same_openings"] == 0
    assert figures["template_overlap"] <= 0.25
