"""The README's figures are those of the last runs, and rows without one stay."""

import json
from pathlib import Path
from typing import Any

from infra.readme_figures import README, SHOWN, fill_figures, read_measured

MARKS = "<!-- figures -->\n{}<!-- /figures -->"
CHAOS: dict[str, Any] = {
    "command": "chaos",
    "commit": "abc1234",
    "figures": {"kills": 1300, "lost": 0.0},
    "bars": {"lost": ["==", 0]},
}


def test_a_measured_figure_is_shown_with_its_bar_and_its_command() -> None:
    filled = fill_figures(MARKS.format(""), {"chaos": CHAOS})

    assert "| processes killed under load | 1 300 |  | `make chaos` | abc1234 |" in filled
    assert "| replies lost by it | 0 | == 0 | `make chaos` | abc1234 |" in filled
    assert len(filled.splitlines()) == 6


def test_what_was_not_measured_again_keeps_its_row() -> None:
    once = fill_figures(MARKS.format(""), {"chaos": CHAOS})

    assert fill_figures(once, {}) == once


def test_a_part_that_was_measured_later_is_shown() -> None:
    def told(commit: str, **figures: float) -> dict[str, Any]:
        return {"commit": commit, "figures": figures, "bars": {}}

    measured = {
        "bench-lists": told("old", page_kb=52.0),
        "bench": told("whole", page_kb=50.0, writes_per_item=2.0),
        "bench-budgets-costs": told("new", writes_per_item=1.0),
        "bench-web": told("web", page_kb=99.0),
    }

    filled = fill_figures(MARKS.format(""), measured)

    assert "| a page of 50 | 50 kB |  | `make bench` | whole |" in filled
    assert "| documents written per new item | 1 |  | `make bench` | new |" in filled


def test_lines_of_figures_are_read_by_command(tmp_path: Path) -> None:
    (tmp_path / "chaos.json").write_text(json.dumps(CHAOS))

    assert read_measured(tmp_path) == {"chaos": CHAOS}


def test_every_command_of_the_table_can_be_asked_for() -> None:
    makefile = (README.parent / "Makefile").read_text(encoding="utf-8")

    assert "<!-- figures -->" in README.read_text(encoding="utf-8")
    for shown in SHOWN:
        name = "bench-analytics" if shown.command == "analytics" else shown.command
        assert f"\n{name}:" in makefile
