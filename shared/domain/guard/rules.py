"""The rules of the guardrails: what each forbids, how gravely per channel, and what to say instead.

`rule` is quoted to the seller word for word; `instead` is a sentence that no rule objects to.
"""

from collections.abc import Mapping

from shared.domain.dataclass import dataclass
from shared.domain.drafts.draft import Severity
from shared.domain.interaction import Channel

Severities = Mapping[Channel, Severity | None]

BLOCKED: Severities = dict.fromkeys(Channel, Severity.BLOCK)
WARNED: Severities = dict.fromkeys(Channel, Severity.WARN)
BLOCKED_IN_PUBLIC: Severities = {**BLOCKED, Channel.CHAT: Severity.WARN}
PUBLIC_ONLY: Severities = {**BLOCKED, Channel.CHAT: None}


@dataclass(frozen=True, slots=True, kw_only=True)
class Rule:
    """`message` says what is wrong here, `rule` what is forbidden, `instead` what may be said."""

    name: str
    severities: Severities
    message: str
    rule: str
    instead: str = ""


_REGRET = "Нам жаль, что так получилось."
_HERE = "Ответим на все вопросы здесь, на Wildberries."

RULES: Mapping[str, Rule] = {
    rule.name: rule
    for rule in (
        Rule(
            name="empty_text",
            severities=BLOCKED,
            message="Ответ пуст",
            rule="Пустой ответ не отправляется",
        ),
        Rule(
            name="too_long",
            severities=BLOCKED,
            message="Слишком длинный ответ",
            rule="Ответ на отзыв или вопрос — до 5000 символов, лучше до 500; в чате — до 1000",
        ),
        Rule(
            name="too_short",
            severities=BLOCKED,
            message="Очень короткий ответ",
            rule="Публичный ответ короче 20 символов выглядит отпиской",
        ),
        Rule(
            name="hidden_characters",
            severities=BLOCKED,
            message="Невидимые или управляющие символы: удалите их",
            rule="В ответе не должно быть невидимых символов",
        ),
        Rule(
            name="contacts",
            severities=BLOCKED,
            message="Контакты и ссылки запрещены правилами WB",
            rule="Нельзя указывать телефоны, почту, ссылки и адреса сайтов",
            instead=_HERE,
        ),
        Rule(
            name="off_platform",
            severities=BLOCKED,
            message="Нельзя приглашать покупателя за пределы WB",
            rule="Нельзя звать покупателя в мессенджеры, соцсети, на свой сайт и по телефону",
            instead=_HERE,
        ),
        Rule(
            name="other_marketplace",
            severities=BLOCKED,
            message="Упоминание другой торговой площадки",
            rule="Нельзя отправлять покупателя на другие торговые площадки",
            instead=_HERE,
        ),
        Rule(
            name="promise",
            severities=BLOCKED_IN_PUBLIC,
            message="Обещание денег, замены или сроков: его выполняет только WB",
            rule="Нельзя публично обещать деньги, замену, компенсацию, отмену заказа и сроки",
            instead="Внимательно разберёмся в этой ситуации.",
        ),
        Rule(
            name="unsolicited_return",
            severities=PUBLIC_ONLY,
            message="Возврат предложен, хотя покупатель о нём не просил",
            rule="О возврате пишут, если его просят или товар пришёл с браком, не тот или неполный",
            instead="Спасибо, что поделились мнением.",
        ),
        Rule(
            name="review_reward",
            severities=BLOCKED,
            message="Награда за отзыв или его изменение запрещена WB",
            rule="Нельзя предлагать деньги, скидки и подарки за отзыв, оценку или их изменение",
            instead="Нам важна ваша честная оценка.",
        ),
        Rule(
            name="review_pressure",
            severities=WARNED,
            message="Просьба изменить или удалить отзыв выглядит как давление",
            rule="Не стоит просить покупателя изменить или удалить отзыв",
            instead="Нам важна ваша честная оценка.",
        ),
        Rule(
            name="ai_mention",
            severities=BLOCKED,
            message="Упоминание бота, нейросети или шаблона",
            rule="Ответ пишется от имени продавца: нельзя упоминать ботов, нейросети и шаблоны",
            instead="Мы внимательно читаем каждое обращение.",
        ),
        Rule(
            name="blame",
            severities=BLOCKED,
            message="Обвинение покупателя",
            rule="Нельзя обвинять покупателя и сомневаться в его словах",
            instead=_REGRET,
        ),
        Rule(
            name="insult",
            severities=BLOCKED,
            message="Грубость по отношению к покупателю",
            rule="Нельзя оскорблять покупателя",
            instead=_REGRET,
        ),
        Rule(
            name="dismissive",
            severities=BLOCKED_IN_PUBLIC,
            message="Отсылка в поддержку или к описанию вместо ответа",
            rule="Отвечайте по существу: нельзя отсылать в поддержку или к описанию",
            instead="Уточним эту информацию и ответим точно.",
        ),
        Rule(
            name="legal",
            severities=BLOCKED,
            message="Признание юридической вины",
            rule="Нельзя признавать нарушение закона, вину или ответственность",
            instead=_REGRET,
        ),
        Rule(
            name="disparages_wb",
            severities=BLOCKED,
            message="Плохой отзыв о Wildberries",
            rule="Нельзя порочить Wildberries, его пункты выдачи, склады и сотрудников",
            instead=_REGRET,
        ),
        Rule(
            name="medical_claim",
            severities=BLOCKED,
            message="Лечебные свойства или медицинский совет",
            rule="Нельзя приписывать товару лечебные свойства и давать медицинские советы",
            instead="С вопросами о здоровье лучше обратиться к врачу.",
        ),
        Rule(
            name="personal_data",
            severities=BLOCKED,
            message="Личные данные покупателя",
            rule="Нельзя публиковать и запрашивать личные данные: имена, адреса, карты, паспорта",
        ),
        Rule(
            name="jargon",
            severities=WARNED,
            message="Складской жаргон или канцелярит",
            rule="Пишите понятно: без FBO, FBS, SKU, пересорта и «уважаемого клиента»",
        ),
        Rule(
            name="shouting",
            severities=WARNED,
            message="Заглавные буквы и восклицания читаются как крик",
            rule="Не пишите весь ответ заглавными буквами и не ставьте много восклицаний",
        ),
        Rule(
            name="wrong_language",
            severities=WARNED,
            message="Ответ не на русском языке",
            rule="Покупателям отвечают по-русски",
        ),
        Rule(
            name="automatic",
            severities=BLOCKED,
            message="Нельзя отправлять без участия человека",
            rule="Автоматический ответ не обещает, не повторяется и не предлагает скидок",
        ),
        Rule(
            name="unread",
            severities=WARNED,
            message="Смысл этих слов не проверен: перечитайте сами",
            rule="Проверяется каждая фраза; без проверки смысла ответ сам не уходит",
        ),
    )
}
