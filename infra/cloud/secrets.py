"""Secrets and the key that wraps sellers' tokens; their values are put in by people or commands."""

import pulumi
from pulumi_gcp import kms, secretmanager

from infra.cloud.accounts import Accounts
from infra.cloud.environment import SWITCH_SECRET
from infra.cloud.plan import Plan
from infra.cloud.table import Table

KEY_ROTATION = f"{90 * 86_400}s"


def make_secrets(table: Table, accounts: Accounts, plan: Plan) -> dict[str, secretmanager.Secret]:
    """Each secret in the product's region, readable by the functions that the table names."""
    names = {name for row in table.functions for name in row.secrets} | {SWITCH_SECRET}
    secrets = {name: make_secret(name, plan) for name in sorted(names)}
    for row in table.functions:
        readable = (*row.secrets, SWITCH_SECRET) if row.switch else row.secrets
        for name in readable:
            secretmanager.SecretIamMember(
                f"{row.service}-reads-{name}",
                project=plan.project,
                secret_id=secrets[name].secret_id,
                role="roles/secretmanager.secretAccessor",
                member=accounts.functions[row.name].member,
            )
    return secrets


def make_keys(table: Table, accounts: Accounts, plan: Plan) -> kms.CryptoKey:
    """Who stores tokens may only wrap keys; who calls WB may only unwrap them."""
    ring = kms.KeyRing("inbox", name="inbox", location=plan.region)
    key = kms.CryptoKey(
        "wb-tokens",
        name="wb-tokens",
        key_ring=ring.id,
        purpose="ENCRYPT_DECRYPT",
        rotation_period=KEY_ROTATION,
        opts=pulumi.ResourceOptions(protect=True),
    )
    for row in table.functions:
        if row.key == "none":
            continue
        role = {"wrap": "cryptoKeyEncrypter", "unwrap": "cryptoKeyDecrypter"}[row.key]
        kms.CryptoKeyIAMMember(
            f"{row.service}-{row.key}s-keys",
            crypto_key_id=key.id,
            role=f"roles/cloudkms.{role}",
            member=accounts.functions[row.name].member,
        )
    return key


def make_secret(name: str, plan: Plan) -> secretmanager.Secret:
    """One that stays in the product's region."""
    return secretmanager.Secret(
        name,
        secret_id=name,
        replication=secretmanager.SecretReplicationArgs(
            user_managed=secretmanager.SecretReplicationUserManagedArgs(
                replicas=[
                    secretmanager.SecretReplicationUserManagedReplicaArgs(location=plan.region)
                ]
            )
        ),
    )
