"""All steps in their order, each told in one line, and the verdict."""

import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from enum import StrEnum
from functools import partial

import httpx

from infra.pilot_qa import reading, writing
from infra.pilot_qa.visitor import Skipped, Visitor, Wrong

LEAST_PASSED = 8


class Verdict(StrEnum):
    """What came of a step."""

    PASS = "pass"
    FAIL = "fail"
    SKIPPED = "skipped"


@dataclass(frozen=True, slots=True)
class Told:
    """One line of the report."""

    step: str
    verdict: Verdict
    words: str
    seconds: float


Step = Callable[[Visitor], str]


def steps(permission: writing.Permission) -> dict[str, Step]:
    """What is tried, by the name that the report gives it."""
    return {
        "strangers are told nothing": reading.check_strangers,
        "sign-in": reading.check_sign_in,
        "cabinet": reading.check_cabinet,
        "sync": reading.check_sync,
        "pipeline": reading.check_pipeline,
        "lists equal counts": reading.check_lists,
        "items open": reading.check_items,
        "drafts": writing.check_drafts,
        "guardrails": writing.check_guardrails,
        "live reply": partial(writing.send_live, permission=permission),
        "numbers": reading.check_numbers,
        "readiness": reading.check_readiness,
    }


def run_steps(visitor: Visitor, permission: writing.Permission) -> Iterator[Told]:
    """Every step, whatever came of those before."""
    for name, step in steps(permission).items():
        started = time.monotonic()
        verdict, words = _try(step, visitor)
        yield Told(name, verdict, words, time.monotonic() - started)


def _try(step: Step, visitor: Visitor) -> tuple[Verdict, str]:
    try:
        return Verdict.PASS, step(visitor)
    except Skipped as skipped:
        return Verdict.SKIPPED, str(skipped)
    except Wrong as wrong:
        return Verdict.FAIL, str(wrong)
    except (httpx.HTTPError, KeyError, TypeError, ValueError) as error:
        return Verdict.FAIL, f"no usable answer: {type(error).__name__}"


def is_go(told: list[Told]) -> bool:
    """Nothing failed, and enough could be looked at."""
    passed = sum(one.verdict is Verdict.PASS for one in told)
    return passed >= LEAST_PASSED and all(one.verdict is not Verdict.FAIL for one in told)


def write_report(origin: str, at: str, told: list[Told]) -> str:
    """Markdown for whoever decides."""
    passed = sum(one.verdict is Verdict.PASS for one in told)
    rows = [f"| {one.step} | {one.verdict} | {one.words} | {one.seconds:.1f} |" for one in told]
    lines = [
        f"# Pilot: {'GO' if is_go(told) else 'NO-GO'}",
        "",
        f"{origin}, {at}: {passed} of {len(told)} steps pass.",
        "",
        "| Step | Verdict | What was found | s |",
        "|---|---|---|---|",
        *rows,
    ]
    return "\n".join(lines) + "\n"
