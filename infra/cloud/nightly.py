"""What runs once a night beside the product, and asks whether WB's API is still the same."""

from pulumi_gcp import cloudbuild, cloudscheduler, projects, secretmanager, serviceaccount, storage

from infra.cloud.plan import Plan
from infra.cloud.secrets import make_secret

NAME = "wb-contract"
BUILD = "infra/cloudbuild/wb-contract.yaml"
TOKEN = "WB_CONTRACT_TOKEN"
_CRON, _ZONE = "23 3 * * *", "Europe/Moscow"
# Its own log, the image that it runs in, and the right to begin its own build.
_ROLES = (
    "roles/artifactregistry.reader",
    "roles/cloudbuild.builds.editor",
    "roles/logging.logWriter",
)


def check_contract(plan: Plan) -> None:
    """A build that a clock begins; somebody puts in the token and WB's file by hand."""
    account = _make_account(plan)
    repository = f"https://github.com/{plan.source}"
    trigger = cloudbuild.Trigger(
        NAME,
        name=NAME,
        location=plan.region,
        service_account=account.id,
        source_to_build=cloudbuild.TriggerSourceToBuildArgs(
            uri=repository, ref="refs/heads/main", repo_type="GITHUB"
        ),
        git_file_source=cloudbuild.TriggerGitFileSourceArgs(
            path=BUILD, uri=repository, revision="refs/heads/main", repo_type="GITHUB"
        ),
        substitutions={"_REGION": plan.region, "_REPOSITORY": plan.repository},
    )
    triggers = f"projects/{plan.project}/locations/{plan.region}/triggers"
    cloudscheduler.Job(
        NAME,
        name=NAME,
        region=plan.region,
        schedule=_CRON,
        time_zone=_ZONE,
        http_target=cloudscheduler.JobHttpTargetArgs(
            uri=trigger.name.apply(
                lambda name: f"https://cloudbuild.googleapis.com/v1/{triggers}/{name}:run"
            ),
            http_method="POST",
            body="e30=",
            headers={"Content-Type": "application/json"},
            oauth_token=cloudscheduler.JobHttpTargetOauthTokenArgs(
                service_account_email=account.email
            ),
        ),
    )


def _make_account(plan: Plan) -> serviceaccount.Account:
    account = serviceaccount.Account(NAME, account_id=NAME, display_name="reads WB's API")
    for role in _ROLES:
        projects.IAMMember(
            f"{NAME}-{role.rsplit('.', 1)[-1]}",
            project=plan.project,
            role=role,
            member=account.member,
        )
    serviceaccount.IAMMember(
        f"{NAME}-runs-itself",
        service_account_id=account.name,
        role="roles/iam.serviceAccountUser",
        member=account.member,
    )
    secretmanager.SecretIamMember(
        f"{NAME}-reads-{TOKEN}",
        project=plan.project,
        secret_id=make_secret(TOKEN, plan).secret_id,
        role="roles/secretmanager.secretAccessor",
        member=account.member,
    )
    bucket = storage.Bucket(
        "wb-openapi",
        name=f"{plan.project}-wb-openapi",
        location=plan.region,
        uniform_bucket_level_access=True,
        public_access_prevention="enforced",
    )
    storage.BucketIAMMember(
        f"{NAME}-reads-wb-openapi",
        bucket=bucket.name,
        role="roles/storage.objectViewer",
        member=account.member,
    )
    return account
