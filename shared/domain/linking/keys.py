"""The hard keys that others find an item by: one list, so that one index serves them all."""

from shared.domain.interaction import Channel, Interaction

# What stands where a key is missing, and would make one buyer of all who lack it.
_NO_KEYS = frozenset({"", "none", "null", "nil", "undefined", "unknown", "n/a", "na"})


def clean_key(key: str) -> str:
    """An order's name without blanks around it; empty for what only stands for a missing one."""
    bare = key.strip()
    is_blank = not bare.strip("0-. ") or bare.lower() in _NO_KEYS
    return "" if is_blank else bare


def chat_order(item: Interaction) -> str:
    """WB's name of the order that a chat is about; empty for everything else."""
    return clean_key(item.source.chat.order_key) if item.source.chat else ""


def order_key_of(order_key: str) -> str:
    """Chats about this order have it."""
    return f"order:{order_key}"


def label_key_of(shk: int) -> str:
    """Reviews of the thing with this label have it."""
    return f"label:{shk}"


def relative_key_of(external_id: str) -> str:
    """Reviews that WB calls this review's earlier or later words have it."""
    return f"review:{external_id}"


def link_keys(item: Interaction) -> tuple[str, ...]:
    """What an item is found by; what is missing has no key."""
    source, order_key = item.source, chat_order(item)
    keys = [order_key_of(order_key)] if order_key else []
    if item.channel is Channel.REVIEW:
        keys += [label_key_of(source.order.shk)] if source.order.shk is not None else []
        keys += [relative_key_of(name) for name in (source.parent_id, source.child_id) if name]
    return tuple(dict.fromkeys(keys))
