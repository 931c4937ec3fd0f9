"""The web app and the API behind one address."""

from pulumi_gcp import cloudrunv2, compute, storage

from infra.cloud.accounts import Accounts
from infra.cloud.plan import Plan
from infra.cloud.table import Table
from infra.delivery.run_services import CANDIDATE
from infra.site_headers import SECURITY_HEADERS

_MONTH_DAYS = 30
# The API refuses larger bursts by account; this stops one address from waking every instance.
_REQUESTS_A_MINUTE = 1_200


def make_files(table: Table, accounts: Accounts, plan: Plan) -> storage.Bucket:
    """Buyers' files: no public access, gone after a month, not kept behind it."""
    bucket = storage.Bucket(
        "files",
        name=plan.files_bucket,
        location=plan.region,
        uniform_bucket_level_access=True,
        public_access_prevention="enforced",
        soft_delete_policy=storage.BucketSoftDeletePolicyArgs(retention_duration_seconds=0),
        lifecycle_rules=[
            storage.BucketLifecycleRuleArgs(
                action=storage.BucketLifecycleRuleActionArgs(type="Delete"),
                condition=storage.BucketLifecycleRuleConditionArgs(age=_MONTH_DAYS),
            )
        ],
    )
    roles = {"read": "roles/storage.objectViewer", "write": "roles/storage.objectUser"}
    for row in table.functions:
        if row.files != "none":
            storage.BucketIAMMember(
                f"{row.service}-{row.files}s-files",
                bucket=bucket.name,
                role=roles[row.files],
                member=accounts.functions[row.name].member,
            )
    return bucket


def make_site(
    api: cloudrunv2.Service, site: storage.Bucket, plan: Plan
) -> compute.GlobalForwardingRule:
    """`/api` goes to the API, everything else to the built web app.

    On a host of its own the candidate of a release answers `/api`, before it has any traffic.
    """
    static = _static(site)
    throttle = _throttle()
    app = compute.URLMapPathMatcherPathRuleArgs(
        paths=["/app", "/app/*"],
        service=static.id,
        # An address of the app that is no file is the app, which reads the address by itself.
        custom_error_response_policy=compute.URLMapPathMatcherPathRuleCustomErrorResponsePolicyArgs(
            error_service=static.id,
            error_response_rules=[
                compute.URLMapPathMatcherPathRuleCustomErrorResponsePolicyErrorResponseRuleArgs(
                    match_response_codes=["404"], path="/app/index.html", override_response_code=200
                )
            ],
        ),
    )
    hosts = {"inbox": plan.domain, CANDIDATE: plan.candidate_domain}
    addresses = compute.URLMap(
        "inbox",
        default_service=static.id,
        host_rules=[
            compute.URLMapHostRuleArgs(hosts=[host], path_matcher=name)
            for name, host in hosts.items()
        ],
        path_matchers=[
            compute.URLMapPathMatcherArgs(
                name=name,
                default_service=static.id,
                path_rules=[
                    compute.URLMapPathMatcherPathRuleArgs(
                        paths=["/api", "/api/*"], service=_api(name, api, throttle, plan).id
                    ),
                    compute.URLMapPathMatcherPathRuleArgs(
                        paths=["/app/assets/*"], service=static.id
                    ),
                    app,
                ],
            )
            for name in hosts
        ],
    )
    return _listen(addresses, plan)


def make_site_bucket(plan: Plan) -> storage.Bucket:
    """The built web app; everybody may read it."""
    bucket = storage.Bucket(
        "site",
        name=plan.site_bucket,
        location=plan.region,
        uniform_bucket_level_access=True,
        website=storage.BucketWebsiteArgs(main_page_suffix="index.html"),
    )
    storage.BucketIAMMember(
        "everybody-reads-site",
        bucket=bucket.name,
        role="roles/storage.objectViewer",
        member="allUsers",
    )
    return bucket


def _static(bucket: storage.Bucket) -> compute.BackendBucket:
    return compute.BackendBucket(
        "site",
        bucket_name=bucket.name,
        enable_cdn=True,
        cdn_policy=compute.BackendBucketCdnPolicyArgs(cache_mode="USE_ORIGIN_HEADERS"),
        compression_mode="AUTOMATIC",
        custom_response_headers=[f"{name}: {value}" for name, value in SECURITY_HEADERS.items()],
    )


def _api(
    name: str, service: cloudrunv2.Service, throttle: compute.SecurityPolicy, plan: Plan
) -> compute.BackendService:
    group = compute.RegionNetworkEndpointGroup(
        name,
        region=plan.region,
        network_endpoint_type="SERVERLESS",
        cloud_run=compute.RegionNetworkEndpointGroupCloudRunArgs(
            service=service.name, tag=CANDIDATE if name == CANDIDATE else None
        ),
    )
    return compute.BackendService(
        name,
        protocol="HTTPS",
        load_balancing_scheme="EXTERNAL_MANAGED",
        backends=[compute.BackendServiceBackendArgs(group=group.id)],
        security_policy=throttle.id,
        log_config=compute.BackendServiceLogConfigArgs(enable=True, sample_rate=1.0),
    )


def _throttle() -> compute.SecurityPolicy:
    everyone = compute.SecurityPolicyRuleMatchArgs(
        versioned_expr="SRC_IPS_V1",
        config=compute.SecurityPolicyRuleMatchConfigArgs(src_ip_ranges=["*"]),
    )
    limit = compute.SecurityPolicyRuleRateLimitOptionsRateLimitThresholdArgs(
        count=_REQUESTS_A_MINUTE, interval_sec=60
    )
    return compute.SecurityPolicy(
        "api",
        rules=[
            compute.SecurityPolicyRuleArgs(
                action="throttle",
                priority=1_000,
                match=everyone,
                rate_limit_options=compute.SecurityPolicyRuleRateLimitOptionsArgs(
                    conform_action="allow",
                    exceed_action="deny(429)",
                    enforce_on_key="IP",
                    rate_limit_threshold=limit,
                ),
            ),
            compute.SecurityPolicyRuleArgs(
                action="allow", priority=2_147_483_647, match=everyone, description="the rest"
            ),
        ],
    )


def _listen(addresses: compute.URLMap, plan: Plan) -> compute.GlobalForwardingRule:
    certificate = compute.ManagedSslCertificate(
        "inbox",
        managed=compute.ManagedSslCertificateManagedArgs(
            domains=[plan.domain, plan.candidate_domain]
        ),
    )
    policy = compute.SSLPolicy("inbox", min_tls_version="TLS_1_2", profile="RESTRICTED")
    proxy = compute.TargetHttpsProxy(
        "inbox",
        url_map=addresses.id,
        ssl_certificates=[certificate.id],
        ssl_policy=policy.id,
    )
    address = compute.GlobalAddress("inbox")
    _redirect_plain_http(address)
    return compute.GlobalForwardingRule(
        "https",
        load_balancing_scheme="EXTERNAL_MANAGED",
        ip_address=address.address,
        port_range="443",
        target=proxy.id,
    )


def _redirect_plain_http(address: compute.GlobalAddress) -> None:
    redirect = compute.URLMap(
        "plain-http",
        default_url_redirect=compute.URLMapDefaultUrlRedirectArgs(
            https_redirect=True, strip_query=False
        ),
    )
    proxy = compute.TargetHttpProxy("plain-http", url_map=redirect.id)
    compute.GlobalForwardingRule(
        "http",
        load_balancing_scheme="EXTERNAL_MANAGED",
        ip_address=address.address,
        port_range="80",
        target=proxy.id,
    )
