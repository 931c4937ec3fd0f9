"""How long a reply in doubt is only looked for, and not sent again."""

from datetime import timedelta

QUIET_PERIOD = timedelta(minutes=15)
