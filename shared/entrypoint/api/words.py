"""Words that sellers read when something is not as it should be."""

from shared.domain.accounts.scope_check import ScopeState
from shared.domain.accounts.tokens import TokenKind
from shared.entrypoint.api.notices import kind_words
from shared.usecases.check_token import TokenFault

FILE_MISSING = "Приложите один файл"
FORM_EXPECTED = "Файл принимается только формой"
FILE_GONE = "Wildberries больше не отдаёт этот файл"
FILE_TOO_LARGE = "Файл слишком большой: откройте его в кабинете Wildberries"
FILE_DENIED = "Токен WB не позволяет получить файл: проверьте его в настройках"
BUYER = "Покупатель"
NO_WORDS = "Без текста"

BAD_SNOOZE = "Выберите время в будущем, не дальше года"
BAD_SENDING_TIME = "Отложить можно на время в будущем, не дальше 30 дней"
NOTHING_TO_ANSWER = "На это обращение отвечать не нужно"
TEXT_CHANGED = "Текст не совпадает с тем, что вы подтвердили"
BAD_TEMPLATE = "Ответ по такому шаблону нельзя будет отправить"
OTHER_TEMPLATE = "Шаблон успели изменить в другом окне"
TOO_MANY_TEMPLATES = "Шаблонов уже 200: удалите лишние, чтобы добавить новый"
NO_CONSENT = "Без согласия мы не можем сохранить заявку"
OTHER_WORDS = "Ответ успели изменить на другом устройстве"
OLD_CURSOR = "Ссылка на страницу устарела: откройте список заново"
ONE_CHOICE = "Назовите обращения или фильтр, что-то одно"
BAD_TAG = "Только буквы, цифры, пробел и знаки - _ . + / & № # % ! ?"
TAGS_NEEDED = "Выберите хотя бы одну метку; они есть только у действия «Метки»"
BULK_REUSED = "Под этим запросом уже начато другое действие"
BULK_TOO_LATE = "Отменить уже нельзя: время вышло"
WRONG_CREDENTIALS = "Неверная почта или пароль"
EMAIL_TAKEN = "Аккаунт с такой почтой уже есть"
WRONG_PASSWORD = "Это не ваш текущий пароль"
DEAD_LINK = "Ссылка уже сработала или устарела: запросите новую"
WEAK_PASSWORD = "Такой пароль легко угадать: придумайте другой"

CABINET_TAKEN = "Этот кабинет WB уже подключён к другому аккаунту"
OTHER_CABINET = "К аккаунту уже привязан другой кабинет WB: заведите для нового отдельный аккаунт"
NO_CABINET = "Сначала подключите кабинет WB"
NO_EXPORT = "Готовой выгрузки нет: запросите новую"
NO_EXAMPLES = "Примеры показываются только до подключения кабинета WB"

_TOKEN_FAULTS = {
    TokenFault.NOT_A_TOKEN: (
        "Это не похоже на токен WB API: скопируйте его из личного кабинета целиком"
    ),
    TokenFault.EXPIRED: "Срок действия токена истёк: создайте новый в личном кабинете WB",
    TokenFault.KIND: "Токен такого типа подключить нельзя",
    TokenFault.NO_SCOPE: (
        "В токене нет ни «Вопросов и отзывов», ни «Чата с покупателями»: создайте новый"
    ),
    TokenFault.REFUSED: "WB не принял токен: проверьте, что он не отозван",
    TokenFault.OTHER_CABINET: "WB сообщает, что токен выдан другому кабинету",
}
_SCOPES = {
    ScopeState.OK: "Работает",
    ScopeState.ABSENT: "Нет в токене",
    ScopeState.DENIED: "WB отказал в доступе",
    ScopeState.PAYMENT: "WB требует оплаты доступа",
    ScopeState.BUSY: "WB просит подождать: проверим при синхронизации",
    ScopeState.SILENT: "WB не ответил: проверим при синхронизации",
}


def token_fault_words(fault: TokenFault, kind: TokenKind | None) -> str:
    """Why a token is refused; a wrong type says what is wrong with it."""
    return (kind_words(kind) if kind else None) or _TOKEN_FAULTS[fault]


def scope_words(state: ScopeState) -> str:
    """What WB said to one scope's call."""
    return _SCOPES[state]


WITHHELD = {
    "off": "Нейросеть выключена в настройках",
    "limit": "На сегодня черновики нейросети закончились",
    "resting": "Нейросеть временно не отвечает",
    "failed": "Нейросеть не ответила вовремя",
    "guardrails": "Черновик нейросети нарушал правила",
    "wish": "Шаблоны понимают только «короче», «теплее» и «без приветствия»",
    "unknown_claims": "В черновике нейросети были факты, которых нет в карточке",
}
