"""The settings that a service is deployed with, as environment variables."""

from infra.cloud.plan import Plan
from infra.cloud.table import Function

SWITCH_FOLDER = "/switch"
SWITCH_SECRET = "DISPATCH"
SWITCH_FILE = "dispatch"


def environment_of(function: Function, plan: Plan) -> dict[str, str]:
    """Everything but secrets; each service is told only what its own settings ask for."""
    env = {
        "ENV": plan.env,
        "PROJECT": plan.project,
        "REGION": plan.region,
        "FUNCTION_URL": plan.function_url,
    }
    if function.files != "none":
        env["FILES_BUCKET"] = plan.files_bucket
    if function.switch:
        env["DISPATCH_FILE"] = f"{SWITCH_FOLDER}/{SWITCH_FILE}"
    if function.trigger == "http":
        env["APP_ORIGIN"] = plan.origin
        # The load balancer appends the caller's address and its own.
        env["PROXY_HOPS"] = "2"
    if function.key != "none":
        env["TOKEN_KMS_KEY"] = plan.token_key
    if "SMTP_URL" in function.secrets:
        env |= {"APP_ORIGIN": plan.origin, "MAIL_FROM": plan.mail_from, "LEADS_TO": plan.leads_to}
    return env
