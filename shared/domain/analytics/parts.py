"""What sellers call the parts of the service."""

_WORDS = {
    "inbox_api": "приложение",
    "plan_sync": "расписание чтения из WB",
    "sync_channel": "чтение из WB",
    "ingest_items": "разбор новых обращений",
    "link_thread": "связанные обращения и карточки товаров",
    "draft_reply": "черновики ответов",
    "dispatch_reply": "отправка ответов",
    "watch_deadlines": "контроль сроков",
    "report_quality": "подсчёт чисел",
    "sync": "чтение из WB",
    "ingest": "разбор новых обращений",
    "link": "связанные обращения и карточки товаров",
    "draft": "черновики ответов",
    "dispatch": "отправка ответов",
    "jobs": "долгие задания",
    "plan-sync": "расписание чтения из WB",
    "watch-deadlines": "контроль сроков",
    "report-quality": "подсчёт чисел",
}


def part_words(name: str) -> str:
    """A function, queue or job in the seller's words; one that has none is named as it is."""
    return _WORDS.get(name, name)
