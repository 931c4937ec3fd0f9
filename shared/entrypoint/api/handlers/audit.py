"""Who did what with the account."""

from shared.domain.accounts.audit import AuditEntry, Deed
from shared.entrypoint.api.calls import Call, Result
from shared.entrypoint.api.cursors import open_position, sign_position
from shared.entrypoint.api.shapes.audit import AuditAnswer, AuditEntryAnswer, AuditQuery
from shared.entrypoint.api.shapes.base import Nothing
from shared.usecases.note_deed import read_audit

_PURPOSE = "audit"
TITLES = {
    Deed.REGISTERED: "Аккаунт создан",
    Deed.SIGNED_IN: "Вход в аккаунт",
    Deed.PASSWORD_CHANGED: "Пароль изменён",
    Deed.PASSWORD_RESET: "Пароль задан заново по ссылке из письма",
    Deed.SESSION_ENDED: "Вход на устройстве завершён",
    Deed.CABINET_CONNECTED: "Кабинет WB подключён",
    Deed.CABINET_REMOVED: "Кабинет WB отключён",
    Deed.SETTINGS_CHANGED: "Настройки изменены",
    Deed.AUTOMATION_STOPPED: "Автоответы остановлены",
    Deed.EXPORT_ASKED: "Запрошена выгрузка всех данных",
}
_SECTIONS = {
    "profile": "Магазин",
    "general": "Отправка и данные",
    "deadlines": "Сроки ответа",
    "ai": "Черновики",
    "auto_response": "Автоответы",
    "promo": "Промокоды",
}


def show_audit(call: Call[Nothing, AuditQuery]) -> Result:
    """Tell the newest deeds first."""
    after = open_position(call, _PURPOSE, call.query.cursor)
    limit = call.query.limit
    found = read_audit(call.seller, limit=limit, after=after, stores=call.outside.stores)
    shown = [stored.value for stored in found[:limit]]
    last = (shown[-1].at, shown[-1].id) if len(found) > limit else None
    cursor = sign_position(call, _PURPOSE, last)
    return Result(
        answer=AuditAnswer(items=[_entry_answer(one) for one in shown], next_cursor=cursor)
    )


def _entry_answer(entry: AuditEntry) -> AuditEntryAnswer:
    return AuditEntryAnswer(
        id=entry.id,
        deed=entry.deed,
        title=TITLES[entry.deed],
        detail=_detail(entry),
        at=entry.at,
        device=entry.device,
    )


def _detail(entry: AuditEntry) -> str:
    section = entry.facts.get("section")
    if section in _SECTIONS:
        return f"Раздел «{_SECTIONS[section]}»"
    failed = int(entry.facts.get("failed_before", "0"))
    return f"Неверных паролей перед этим: {failed}" if failed > 0 else ""
