"""What differs between staging and production."""

from dataclasses import dataclass
from typing import Literal

Environment = Literal["staging", "prod"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Plan:
    """One environment; `release` is the tag of the images, `monthly_budget` is in US dollars.

    `source` is the repository on GitHub as `owner/name`; `number` is the project's number, of
    which Cloud Run makes the services' stable addresses.
    """

    env: Environment
    project: str
    number: str
    region: str
    domain: str
    repository: str
    source: str
    release: str
    mail_from: str
    leads_to: str
    alert_email: str
    billing_account: str
    monthly_budget: int

    @property
    def origin(self) -> str:
        """What sellers open."""
        return f"https://{self.domain}"

    @property
    def candidate_domain(self) -> str:
        """Where a release is looked at before sellers see it."""
        return f"candidate.{self.domain}"

    @property
    def function_url(self) -> str:
        """Where a service answers, with a place for its name; also the audience of its callers."""
        return f"https://{{service}}-{self.number}.{self.region}.run.app"

    @property
    def token_key(self) -> str:
        """The key that wraps those of sellers' tokens."""
        ring = f"projects/{self.project}/locations/{self.region}/keyRings/inbox"
        return f"{ring}/cryptoKeys/wb-tokens"

    @property
    def files_bucket(self) -> str:
        """The bucket of chats' files."""
        return f"{self.project}-files"

    @property
    def backups_bucket(self) -> str:
        """The bucket of exports that are made before each release."""
        return f"{self.project}-backups"

    @property
    def site_bucket(self) -> str:
        """The bucket of the web app."""
        return f"{self.project}-site"

    def image(self, service: str) -> str:
        """The image of one service at this release."""
        host = f"{self.region}-docker.pkg.dev"
        return f"{host}/{self.project}/{self.repository}/{service}:{self.release}"

    def account(self, name: str) -> str:
        """The e-mail of a service account of this project."""
        return f"{name}@{self.project}.iam.gserviceaccount.com"
