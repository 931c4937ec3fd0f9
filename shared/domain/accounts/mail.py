"""Letters in Russian; plain text, so that nothing in them can be more than words."""

from datetime import timedelta
from enum import StrEnum

from shared.domain.dataclass import dataclass
from shared.domain.leads import Lead

RESET_LIFE = timedelta(hours=1)


class LetterKind(StrEnum):
    """What a letter is about."""

    PASSWORD_RESET = "password_reset"
    PASSWORD_CHANGED = "password_changed"
    NEW_LEAD = "new_lead"


@dataclass(frozen=True, slots=True, kw_only=True)
class Letter:
    """One letter to one address."""

    to: str
    subject: str
    text: str


def reset_letter(to: str, link: str) -> Letter:
    """The way to a new password; who asked is not known, so nothing is claimed of them."""
    text = (
        "Здравствуйте!\n\n"
        "Кто-то попросил сменить пароль аккаунта с этой почтой. Если это были вы, откройте ссылку "
        "и придумайте новый пароль:\n\n"
        f"{link}\n\n"
        "Ссылка действует один час и сработает один раз. Если вы ничего не просили, просто "
        "удалите это письмо: пароль не изменится."
    )
    return Letter(to=to, subject="Новый пароль", text=text)


def changed_letter(to: str) -> Letter:
    """The news that a password is another now, for whoever did not change it."""
    text = (
        "Здравствуйте!\n\n"
        "Пароль вашего аккаунта изменён, все остальные входы завершены.\n\n"
        "Если это сделали не вы, сразу запросите новый пароль на странице входа."
    )
    return Letter(to=to, subject="Пароль изменён", text=text)


def lead_letter(to: str, lead: Lead) -> Letter:
    """The news of somebody who waits for an answer, for the product's owner."""
    lines = (
        f"Артикул WB: {lead.nm_id}",
        f"Контакт: {lead.contact}",
        f"Магазин: {lead.company or 'не указан'}",
        f"Ссылка: {lead.link or 'не указана'}",
    )
    text = "Новая заявка с главной страницы.\n\n" + "\n".join(lines)
    return Letter(to=to, subject="Заявка с главной страницы", text=text)
