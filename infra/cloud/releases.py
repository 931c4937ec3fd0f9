"""Where images are kept, and the build that brings a release."""

from pulumi_gcp import artifactregistry, cloudbuild, projects, serviceaccount, storage

from infra.cloud.accounts import Accounts
from infra.cloud.plan import Plan

_KEPT_IMAGES = 20
# What a release does: images, revisions, an export of the database beforehand, a rehearsal of its
# migrations that only reads, its own log.
_ROLES = (
    "roles/artifactregistry.writer",
    "roles/datastore.importExportAdmin",
    "roles/datastore.viewer",
    "roles/logging.logWriter",
    "roles/run.developer",
)


def make_releases(
    accounts: Accounts,
    site: storage.Bucket,
    plan: Plan,
) -> None:
    """A push brings a release to staging; in production somebody has to agree first."""
    artifactregistry.Repository(
        "images",
        repository_id=plan.repository,
        location=plan.region,
        format="DOCKER",
        cleanup_policies=[
            artifactregistry.RepositoryCleanupPolicyArgs(
                id="newest",
                action="KEEP",
                most_recent_versions=artifactregistry.RepositoryCleanupPolicyMostRecentVersionsArgs(
                    keep_count=_KEPT_IMAGES
                ),
            )
        ],
    )
    deployer = _make_deployer(accounts, site, plan)
    cloudbuild.Trigger(
        "release",
        name="release",
        location=plan.region,
        filename="cloudbuild.yaml",
        service_account=deployer.id,
        github=_source(plan),
        approval_config=cloudbuild.TriggerApprovalConfigArgs(approval_required=plan.env == "prod"),
        substitutions={
            "_REGION": plan.region,
            "_REPOSITORY": plan.repository,
            "_URL": plan.origin,
            "_CANDIDATE_URL": f"https://{plan.candidate_domain}",
            "_SITE": plan.site_bucket,
            "_BACKUPS": plan.backups_bucket,
        },
    )


def _make_deployer(accounts: Accounts, site: storage.Bucket, plan: Plan) -> serviceaccount.Account:
    deployer = serviceaccount.Account(
        "deployer", account_id="deployer", display_name="brings releases"
    )
    for role in _ROLES:
        projects.IAMMember(
            f"deployer-{role.rsplit('.', 1)[-1]}",
            project=plan.project,
            role=role,
            member=deployer.member,
        )
    for name, account in accounts.functions.items():
        serviceaccount.IAMMember(
            f"deployer-runs-{name}",
            service_account_id=account.name,
            role="roles/iam.serviceAccountUser",
            member=deployer.member,
        )
    backups = storage.Bucket(
        "backups",
        name=plan.backups_bucket,
        location=plan.region,
        uniform_bucket_level_access=True,
        public_access_prevention="enforced",
        lifecycle_rules=[
            storage.BucketLifecycleRuleArgs(
                action=storage.BucketLifecycleRuleActionArgs(type="Delete"),
                condition=storage.BucketLifecycleRuleConditionArgs(age=30),
            )
        ],
    )
    for name, bucket in (("site", site), ("backups", backups)):
        storage.BucketIAMMember(
            f"deployer-writes-{name}",
            bucket=bucket.name,
            role="roles/storage.objectAdmin",
            member=deployer.member,
        )
    return deployer


def _source(plan: Plan) -> cloudbuild.TriggerGithubArgs:
    owner, name = plan.source.split("/")
    return cloudbuild.TriggerGithubArgs(
        owner=owner, name=name, push=cloudbuild.TriggerGithubPushArgs(branch="^main$")
    )
