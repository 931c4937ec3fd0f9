"""Whether an approved text may still go out."""

from shared.domain.guard.edition import RULES_VERSION
from shared.domain.guard.guardrails import check_reply, find_blocks
from shared.domain.ids import hash_text
from shared.domain.replies.reply import Reply, Verdict


def passes_again(reply: Reply) -> bool:
    """By its verdict, or read anew without one."""
    if reply.verdict == Verdict(text_hash=hash_text(reply.text), rules_version=RULES_VERSION):
        return True
    return not find_blocks(check_reply(reply.channel, reply.text, has_files=bool(reply.files)))
