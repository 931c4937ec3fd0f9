"""Entity tags (RFC 9110, section 8.8.3): what an answer was, in a few characters."""

import hashlib


def digest_tag(words: str) -> str:
    """The tag of an answer that says these words."""
    return hashlib.sha256(words.encode()).hexdigest()[:32]
