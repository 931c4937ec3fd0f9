"""Stands for Google: keeps every resource that the program declares."""

from collections import defaultdict
from dataclasses import dataclass, field
from typing import Any

import pulumi


@dataclass(frozen=True, slots=True)
class Declared:
    """One resource, with its inputs as Pulumi would send them."""

    kind: str
    name: str
    inputs: dict[str, Any]


@dataclass
class Cloud(pulumi.runtime.Mocks):
    """Answers each declaration with what was declared, and the values that only a cloud knows."""

    resources: list[Declared] = field(default_factory=list)

    def new_resource(self, args: pulumi.runtime.MockResourceArgs) -> tuple[str, dict[str, Any]]:
        """Keep one declaration."""
        self.resources.append(Declared(args.typ, args.name, dict(args.inputs)))
        known = dict(args.inputs)
        if args.typ.endswith("account:Account"):
            email = f"{args.inputs['accountId']}@project.iam.gserviceaccount.com"
            known |= {"email": email, "member": f"serviceAccount:{email}"}
            known["name"] = f"projects/project/serviceAccounts/{email}"
        return args.resource_id or f"{args.name}-id", known

    def call(
        self, args: pulumi.runtime.MockCallArgs
    ) -> tuple[dict[Any, Any], list[tuple[str, str]] | None]:
        """Nothing is asked of the cloud while planning."""
        raise AssertionError(args.token)

    def of(self, kind: str) -> dict[str, dict[str, Any]]:
        """The inputs of every resource of one kind, such as `cloudrunv2/service:Service`."""
        return {row.name: row.inputs for row in self.resources if row.kind == f"gcp:{kind}"}

    def names(self) -> dict[str, list[str]]:
        """Every resource's names by kind."""
        found: dict[str, list[str]] = defaultdict(list)
        for row in self.resources:
            found[row.kind].append(row.name)
        return found
