"""How long each class of data is kept and why: the page about privacy is made from this table."""

from datetime import timedelta

from shared.domain.accounts.audit import KEEP_AUDIT
from shared.domain.accounts.export import KEEP_EXPORT
from shared.domain.accounts.scope_check import KEEP_CHECKS
from shared.domain.claims import KEEP_CLAIMS
from shared.domain.composing import KEEP_WORDS
from shared.domain.dataclass import dataclass
from shared.domain.drafts.draft import KEEP_DRAFTS
from shared.domain.events import KEEP as KEEP_EVENTS
from shared.domain.files import KEEP_FILES
from shared.domain.jobs import KEEP_JOBS
from shared.domain.leads import KEEP_LEADS
from shared.domain.linking.customers import KEEP as KEEP_CUSTOMERS
from shared.domain.settings_change import KEEP_CHANGES
from shared.domain.sync.pages import KEEP_PAGES, KEEP_QUARANTINE
from shared.domain.sync.state import KEEP_RUNS

# The day of the page about privacy; another promise is another day.
TERMS = "2026-11-23"
KEEP_INTERACTIONS = timedelta(days=400)
KEEP_SESSIONS = timedelta(days=14)
_A_DAY = timedelta(days=1)


@dataclass(frozen=True, slots=True, kw_only=True)
class Keeping:
    """One class of data: the kinds of documents that it is, `what` and `why` in Russian.

    Without `lasts` it stays while there is the account; `since` tells what the days are counted
    from.
    """

    kinds: tuple[str, ...]
    what: str
    why: str
    lasts: timedelta | None = None
    since: str = ""


RETENTION: tuple[Keeping, ...] = (
    Keeping(
        kinds=("User", "Seller", "SellerSettings", "Cabinet", "ReplyTemplate"),
        what=(
            "Почта, хеш пароля, название магазина, настройки, ваши шаблоны ответов, "
            "какой кабинет WB подключён, согласие с этой страницей"
        ),
        why="чтобы вы могли войти и чтобы сервис работал так, как вы его настроили",
    ),
    Keeping(
        kinds=("SealedToken",),
        what="Токен WB API в зашифрованном виде",
        why="чтобы читать обращения и отправлять одобренные вами ответы",
    ),
    Keeping(
        kinds=("ScopeChecks",),
        what="Что WB ответил на проверку токена, без самого токена",
        why="чтобы показать ход проверки, пока вы подключаете кабинет",
        lasts=KEEP_CHECKS,
        since="проверки",
    ),
    Keeping(
        kinds=("Session",),
        what="Где вы вошли: браузер и время, без IP-адреса",
        why="чтобы не спрашивать пароль каждый раз и чтобы вы могли закрыть любой вход",
        lasts=KEEP_SESSIONS,
        since="входа",
    ),
    Keeping(
        kinds=("ResetToken", "LoginThrottle"),
        what="Хеш ссылки на новый пароль и число попыток входа и заявок с одного адреса, хешем",
        why="чтобы письмо сработало один раз и никто не подбирал пароль и не слал сотни заявок",
        lasts=_A_DAY,
        since="последней попытки",
    ),
    Keeping(
        kinds=("Lead",),
        what="Заявка с главной страницы: артикул, контакт, магазин и ссылка, без IP-адреса",
        why="чтобы связаться с вами, как вы просили",
        lasts=KEEP_LEADS,
        since="отправки",
    ),
    Keeping(
        kinds=("Interaction", "Message", "Reply"),
        what=(
            "Отзывы, вопросы и чаты: тексты, имя покупателя, как его показывает WB, "
            "ссылки на фото, ваши ответы и история их отправки"
        ),
        why="чтобы показывать обращения, отвечать на них и доказывать, что ответ отправлен",
        lasts=KEEP_INTERACTIONS,
        since="последнего события в обращении",
    ),
    Keeping(
        kinds=("Draft",),
        what="Черновики ответов",
        why="чтобы предложить вам текст",
        lasts=KEEP_DRAFTS,
        since="создания",
    ),
    Keeping(
        kinds=("ComposerWords",),
        what="Ответы, которые вы начали писать",
        why="чтобы продолжить на другом устройстве; после отправки сразу удаляются",
        lasts=KEEP_WORDS,
        since="последней правки",
    ),
    Keeping(
        kinds=("FetchedFile", "UploadedFile"),
        what="Файлы из чатов",
        why="чтобы показать присланное покупателем и отправить приложенное вами",
        lasts=KEEP_FILES,
        since="загрузки",
    ),
    Keeping(
        kinds=("CustomerProfile", "OrderLabel", "OrderClaims"),
        what="Сводка по покупателю, номера заказов и заявок на возврат в виде хешей",
        why="чтобы видеть, что отзыв, чат и возврат — об одном заказе",
        lasts=max(KEEP_CUSTOMERS, KEEP_CLAIMS),
        since="последнего обращения",
    ),
    Keeping(
        kinds=("Page",),
        what="Ответы WB в исходном виде",
        why="чтобы ничего не потерять, пока обращения обрабатываются",
        lasts=KEEP_PAGES,
        since="чтения",
    ),
    Keeping(
        kinds=("Quarantine",),
        what="Обращения, которые не удалось прочитать",
        why="чтобы разобрать их вручную",
        lasts=KEEP_QUARANTINE,
        since="чтения",
    ),
    Keeping(
        kinds=("SyncRun",),
        what="Журнал синхронизаций: сколько прочитано, без текстов",
        why="чтобы показать, когда и что обновлялось",
        lasts=KEEP_RUNS,
        since="синхронизации",
    ),
    Keeping(
        kinds=("Event", "AutoEntry"),
        what="События с ответами: время, канал, исход и хеш текста, без самих слов",
        why="чтобы считать показатели и показывать, что отправила система",
        lasts=KEEP_EVENTS,
        since="события",
    ),
    Keeping(
        kinds=("AuditEntry", "SettingsChange"),
        what="Журнал действий в аккаунте и история настроек",
        why="чтобы вы видели, кто и что менял",
        lasts=max(KEEP_AUDIT, KEEP_CHANGES),
        since="действия",
    ),
    Keeping(
        kinds=("Job", "Backtest", "AutoDay", "Bulk"),
        what="Ход и итоги долгих заданий, счётчики автоответов за день",
        why="чтобы показать, чем они закончились",
        lasts=KEEP_JOBS,
        since="запуска",
    ),
    Keeping(
        kinds=("Export",),
        what="Выгрузка всех данных, если вы её запросили",
        why="чтобы вы успели её скачать",
        lasts=KEEP_EXPORT,
        since="готовности",
    ),
    Keeping(
        kinds=("Card", "ProductDefects", "DayLedger", "DayFigures", "MonthFigures"),
        what="Карточки ваших товаров и показатели по дням и месяцам, без данных о покупателях",
        why="чтобы ответы были точными, а показатели можно было сравнить с прошлыми",
    ),
    Keeping(
        kinds=(
            "Budget",
            "ClaimsState",
            "DefectsProgress",
            "Demo",
            "DraftSpend",
            "Heartbeat",
            "InboxSummary",
            "KnownItems",
            "Progress",
            "QueueLevels",
            "Shard",
            "SyncState",
            "Turn",
        ),
        what="Служебные отметки: что уже прочитано, сколько обращений где, чья очередь",
        why="чтобы не читать одно и то же дважды",
    ),
)


def find_keeping(kind: str) -> Keeping | None:
    """The row that a kind of document belongs to."""
    return next((row for row in RETENTION if kind in row.kinds), None)
