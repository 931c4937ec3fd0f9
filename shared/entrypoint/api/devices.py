"""What a seller recognises a browser by."""

import re

LONGEST_AGENT = 1000
UNKNOWN = "Неизвестное устройство"
_ODD = re.compile(r"[^\w ,.+-]")


def name_device(agent: str) -> str:
    """Browser and system, as «Firefox, Windows»; the header itself is a claim and is not kept."""
    from ua_parser import parse

    found = parse(agent[:LONGEST_AGENT])
    parts = (one.family for one in (found.user_agent, found.os) if one is not None)
    return _ODD.sub("", ", ".join(parts))[:80] or UNKNOWN
