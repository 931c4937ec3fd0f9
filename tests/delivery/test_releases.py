"""A release by the real gcloud: what it asks of Cloud Run, and what serves afterwards."""

import os
from collections.abc import Iterator
from pathlib import Path

import pytest

from infra.delivery.releasing import Looks, apply_changes, find_changes, roll_back
from infra.delivery.run_services import CommandFailed, RunServices
from tests.delivery.cloud_run import CloudRun, gcloud_settings, running_cloud_run

# Each command of gcloud takes a second or two.
pytestmark = pytest.mark.stack

OLD, NEW = "registry.test/inbox-api:old", "registry.test/inbox-api:new"
NAME = "inbox-api"
WELL = Looks(candidate=lambda: True, serving=lambda: True)


@pytest.fixture
def run() -> CloudRun:
    known = CloudRun(project="inbox")
    known.add(NAME, OLD, "content-1")
    known.add("plan-sync", "registry.test/plan-sync:old", "content-1")
    return known


@pytest.fixture
def services(run: CloudRun, tmp_path: Path) -> Iterator[RunServices]:
    with running_cloud_run(run) as port:
        before = dict(os.environ)
        os.environ.update(gcloud_settings(port, tmp_path))
        yield RunServices(project="inbox", region="europe-west1")
        os.environ.clear()
        os.environ.update(before)


def wanted() -> list[tuple[str, str, str]]:
    return [(NAME, NEW, "content-2")]


def test_only_what_differs_is_deployed(services: RunServices) -> None:
    same = ("plan-sync", "registry.test/plan-sync:new", "content-1")

    assert [change.service for change in find_changes([*wanted(), same], services)] == [NAME]


def test_a_good_release_gets_a_tenth_and_then_all(services: RunServices, run: CloudRun) -> None:
    seen: list[dict[str, int]] = []

    def look() -> bool:
        seen.append(run.shares(NAME))
        return True

    done = apply_changes(
        find_changes(wanted(), services),
        services,
        Looks(candidate=look, serving=look),
        canary=10,
        say=lambda _: None,
    )

    assert done
    assert seen == [{OLD: 100}, {OLD: 90, NEW: 10}, {NEW: 100}]
    assert find_changes(wanted(), services) == []


def test_a_candidate_that_is_not_well_gets_no_traffic(services: RunServices, run: CloudRun) -> None:
    looks = Looks(candidate=lambda: False, serving=lambda: True)

    assert not apply_changes(
        find_changes(wanted(), services), services, looks, canary=10, say=lambda _: None
    )
    assert run.shares(NAME) == {OLD: 100}


def test_a_candidate_that_does_not_start_ends_the_release(
    services: RunServices, run: CloudRun
) -> None:
    run.broken_images.add(NEW)

    with pytest.raises(CommandFailed, match="failed to start"):
        apply_changes(find_changes(wanted(), services), services, WELL, canary=10, say=print)
    assert run.shares(NAME) == {OLD: 100}


def test_a_release_that_is_not_well_under_traffic_goes_back_by_itself(
    services: RunServices, run: CloudRun
) -> None:
    looks = Looks(candidate=lambda: True, serving=lambda: run.shares(NAME) == {OLD: 100})

    assert not apply_changes(
        find_changes(wanted(), services), services, looks, canary=10, say=lambda _: None
    )
    assert run.shares(NAME) == {OLD: 100}


def test_a_whole_release_can_be_taken_back_later_and_only_once(
    services: RunServices, run: CloudRun
) -> None:
    apply_changes(find_changes(wanted(), services), services, WELL, canary=10, say=lambda _: None)

    assert roll_back([NAME], services, say=lambda _: None) == [NAME]
    assert run.shares(NAME) == {OLD: 100}
    assert roll_back([NAME], services, say=lambda _: None) == []


def test_a_service_that_nobody_made_is_named(services: RunServices) -> None:
    with pytest.raises(CommandFailed, match="draft-reply"):
        services.describe("draft-reply")
