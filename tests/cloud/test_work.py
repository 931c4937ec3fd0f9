"""Queues, clocks and the address that sellers open."""

from infra.cloud.nightly import NAME as NIGHTLY
from infra.cloud.nightly import TOKEN
from infra.cloud.plan import Plan
from infra.cloud.table import INFRA, Table, service_name
from infra.site_headers import SECURITY_HEADERS
from tests.cloud.recorder import Cloud

TABLE = Table.load()
ROOT = INFRA.parent


def test_queues_retry_as_the_code_expects(cloud: Cloud) -> None:
    queues = cloud.of("cloudtasks/queue:Queue")

    assert set(queues) == {queue.name for queue in TABLE.queues}
    for queue in TABLE.queues:
        retry, pace = queues[queue.name]["retryConfig"], queues[queue.name]["rateLimits"]
        assert retry["maxAttempts"] == queue.max_attempts
        assert retry["minBackoff"] == f"{queue.min_backoff_s}s"
        assert retry["maxBackoff"] == f"{queue.max_backoff_s}s"
        assert retry["maxDoublings"] == queue.max_doublings
        assert pace["maxDispatchesPerSecond"] == queue.max_dispatches_per_second
        assert pace["maxConcurrentDispatches"] == queue.max_concurrent_dispatches


def test_clocks_call_with_the_audience_that_functions_check(cloud: Cloud, plan: Plan) -> None:
    jobs = cloud.of("cloudscheduler/job:Job")

    assert set(jobs) - {NIGHTLY} == {schedule.name for schedule in TABLE.schedules}
    for schedule in TABLE.schedules:
        target = jobs[schedule.name]["httpTarget"]
        url = plan.function_url.format(service=service_name(schedule.function))
        assert target["uri"] == target["oidcToken"]["audience"] == url
        assert target["oidcToken"]["serviceAccountEmail"] == plan.account("scheduler")
        assert jobs[schedule.name]["schedule"] == schedule.cron


def test_wbs_api_is_compared_every_night(cloud: Cloud, plan: Plan) -> None:
    trigger = cloud.of("cloudbuild/trigger:Trigger")[NIGHTLY]
    job = cloud.of("cloudscheduler/job:Job")[NIGHTLY]

    assert (ROOT / trigger["gitFileSource"]["path"]).is_file()
    assert trigger["gitFileSource"]["uri"] == f"https://github.com/{plan.source}"
    assert job["httpTarget"]["uri"].endswith(f"/triggers/{NIGHTLY}:run")
    assert job["httpTarget"]["oauthToken"]["serviceAccountEmail"] == plan.account(NIGHTLY)
    assert (job["schedule"], job["timeZone"]) == ("23 3 * * *", "Europe/Moscow")


def test_the_nightly_look_reads_its_own_token_alone(cloud: Cloud, plan: Plan) -> None:
    member = f"serviceAccount:{plan.account(NIGHTLY)}"
    secrets = cloud.of("secretmanager/secretIamMember:SecretIamMember").values()
    roles = cloud.of("projects/iAMMember:IAMMember").values()

    assert {row["secretId"] for row in secrets if row["member"] == member} == {TOKEN}
    assert {row["role"] for row in roles if row["member"] == member} == {
        "roles/artifactregistry.reader",
        "roles/cloudbuild.builds.editor",
        "roles/logging.logWriter",
    }


def test_the_app_is_served_with_the_headers_that_were_tested(cloud: Cloud) -> None:
    (bucket,) = cloud.of("compute/backendBucket:BackendBucket").values()

    assert bucket["customResponseHeaders"] == [
        f"{name}: {value}" for name, value in SECURITY_HEADERS.items()
    ]


def test_plain_http_is_sent_to_https(cloud: Cloud) -> None:
    redirect = cloud.of("compute/uRLMap:URLMap")["plain-http"]["defaultUrlRedirect"]

    assert redirect["httpsRedirect"] is True


def test_an_unknown_page_of_the_app_is_the_app_and_a_missing_file_is_missing(cloud: Cloud) -> None:
    paths, _ = cloud.of("compute/uRLMap:URLMap")["inbox"]["pathMatchers"]
    rules = {tuple(rule["paths"]): rule for rule in paths["pathRules"]}

    app = rules["/app", "/app/*"]["customErrorResponsePolicy"]["errorResponseRules"][0]
    assert (app["path"], app["overrideResponseCode"]) == ("/app/index.html", 200)
    assert "customErrorResponsePolicy" not in rules["/app/assets/*",]


def test_a_candidate_answers_on_its_own_host_alone(cloud: Cloud, plan: Plan) -> None:
    groups = cloud.of("compute/regionNetworkEndpointGroup:RegionNetworkEndpointGroup")
    rules = cloud.of("compute/uRLMap:URLMap")["inbox"]["hostRules"]
    hosts = {rule["pathMatcher"]: rule["hosts"] for rule in rules}

    assert groups["candidate"]["cloudRun"]["tag"] == "candidate"
    assert "tag" not in groups["inbox"]["cloudRun"]
    assert hosts == {"inbox": [plan.domain], "candidate": [plan.candidate_domain]}
