"""Alerts and charts in the query language of Prometheus, which Cloud Monitoring evaluates."""

from infra.watch.alerts import Alert, Level, Silence, TooLargeShare, TooMany

_FIVE_MINUTES = "[5m]"


def metric_of(alert: Alert) -> str:
    """The metric that counts an alert's lines."""
    return alert.name.replace("-", "_")


def whole_of(alert: TooLargeShare) -> str:
    """The metric that counts all lines of which a share is judged."""
    return f"{metric_of(alert)}_of"


def expression_of(alert: Alert) -> str:
    """True while somebody has to look."""
    lines = _counted(metric_of(alert), alert.source, alert.minutes)
    match alert:
        case TooMany():
            return f"{lines} > {alert.most}"
        case Silence():
            return f"({lines} or vector(0)) < 1"
        case TooLargeShare():
            whole = _counted(whole_of(alert), alert.source, alert.minutes)
            enough = f"({whole} >= {alert.least})"
            shares = [
                _share(alert, minutes) for minutes in (alert.minutes, alert.recent) if minutes
            ]
            return " and ".join([*shares, enough])
        case _:
            raise TypeError(alert)


def _share(alert: TooLargeShare, minutes: int) -> str:
    bad = _counted(metric_of(alert), alert.source, minutes)
    whole = _counted(whole_of(alert), alert.source, minutes)
    return f"({bad} / {whole} > {alert.share})"


def _counted(metric: str, source: str, minutes: int) -> str:
    series = f'logging_googleapis_com:user_{metric}{{monitored_resource="{source}"}}'
    return f"sum(increase({series}[{minutes}m]))"


_RUN = "run_googleapis_com:request"
_QUEUE = "cloudtasks_googleapis_com:queue"


def _late(sign: str, seconds: int) -> str:
    series = f'{_QUEUE}_task_attempt_delays_bucket{{queue_id{sign}"dispatch"}}[10m]'
    quantile = f"histogram_quantile(0.95, sum by (queue_id, le) (rate({series})))"
    return f"{quantile} > {seconds * 1000}"


# How long tasks stood in a queue beyond their time, told by Cloud Tasks itself: whoever sweeps may
# be what does not work.
LATE_QUEUES: tuple[tuple[str, str, Level, str], ...] = (
    (
        "dispatch-late",
        "Approved replies wait in their queue for minutes",
        Level.PAGE,
        _late("=", 120),
    ),
    ("queues-late", "Tasks wait in their queues for ten minutes", Level.TICKET, _late("!=", 600)),
)

# What an uptime check tells, from several places of the world at once.
CERTIFICATE_DAYS = 14
_CHECKED = "monitoring_googleapis_com:uptime_check_"
OUTSIDE: tuple[tuple[str, str, Level, str], ...] = (
    (
        "certificate-expires",
        "The certificate is not renewed",
        Level.TICKET,
        f"min({_CHECKED}time_until_ssl_cert_expires) < {CERTIFICATE_DAYS}",
    ),
    (
        "site-unreachable",
        "The product cannot be reached from outside",
        Level.PAGE,
        f"avg(avg_over_time({_CHECKED}check_passed[10m])) < 0.5",
    ),
)

CHARTS: tuple[tuple[str, str], ...] = (
    (
        "Requests by answer",
        f"sum by (response_code_class) (rate({_RUN}_count{_FIVE_MINUTES}))",
    ),
    (
        "Slowest twentieth of requests, ms, by service",
        (
            "histogram_quantile(0.95, sum by (service_name, le) "
            f"(rate({_RUN}_latencies_bucket{_FIVE_MINUTES})))"
        ),
    ),
    ("Tasks that wait, by queue", f"sum by (queue_id) ({_QUEUE}_depth)"),
    (
        "Delay of tasks, ms, by queue",
        (
            "histogram_quantile(0.95, sum by (queue_id, le) "
            f"(rate({_QUEUE}_task_attempt_delays_bucket{_FIVE_MINUTES})))"
        ),
    ),
    (
        "Reads and writes of documents",
        (
            "sum(rate(firestore_googleapis_com:document_read_ops_count[5m])) or "
            "sum(rate(firestore_googleapis_com:document_write_ops_count[5m]))"
        ),
    ),
    (
        "Instances, by service",
        "sum by (service_name) (run_googleapis_com:container_instance_count)",
    ),
)
