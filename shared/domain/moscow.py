"""Moscow's clock: what sellers read, and what Wildberries means by a time without a zone."""

from datetime import date, datetime, timedelta, timezone

# Moscow has kept one offset since October 2014, before anything that is stored here.
MOSCOW = timezone(timedelta(hours=3), "MSK")


def moscow_day(moment: datetime) -> date:
    """The calendar day of a moment in Moscow."""
    return moment.astimezone(MOSCOW).date()
