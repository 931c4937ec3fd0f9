"""`pulumi up` starts here."""

import pulumi

from infra.cloud.plan import Plan
from infra.cloud.program import build_cloud

_config = pulumi.Config()
_google = pulumi.Config("gcp")

build_cloud(
    Plan(
        env="prod" if pulumi.get_stack() == "production" else "staging",
        project=_google.require("project"),
        region=_google.require("region"),
        number=_config.require("number"),
        domain=_config.require("domain"),
        repository=_config.get("repository") or "inbox",
        source=_config.require("source"),
        release=_config.require("release"),
        mail_from=_config.require("mail_from"),
        leads_to=_config.get("leads_to") or "",
        alert_email=_config.require("alert_email"),
        billing_account=_config.require("billing_account"),
        monthly_budget=_config.require_int("monthly_budget"),
    )
)
