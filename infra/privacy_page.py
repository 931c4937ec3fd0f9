"""The page about privacy, made from the table by which data are kept and forgotten."""

from datetime import date
from html import escape

from shared.domain.accounts.retention import RETENTION, TERMS, Keeping

_PAGE = """<!doctype html>
<html lang="ru">
  <head>
    <meta charset="utf-8" />
    <meta name="viewport" content="width=device-width, initial-scale=1" />
    <title>Какие данные хранит «Единый инбокс» и зачем</title>
    <link rel="icon" href="/favicon.svg" type="image/svg+xml" />
    <link rel="stylesheet" href="/privacy/privacy.css" />
  </head>
  <body>
    <main>
      <p><a href="/">← Единый инбокс</a></p>
      <h1>Какие данные мы храним и зачем</h1>
      <p>Редакция от {terms}. С ней соглашается каждый при регистрации, и мы это храним.</p>
      <p>
        Продавец поручает сервису обрабатывать обращения покупателей Wildberries. Мы храним только
        то, без чего на них нельзя ответить, и не дольше, чем сказано в таблице. Срок вышел —
        запись удаляется сама; каждый час это проверяется, и всё, что задержалось больше чем на
        сутки, удаляется повторно.
      </p>
      <table>
        <thead>
          <tr><th scope="col">Что</th><th scope="col">Зачем</th><th scope="col">Сколько</th></tr>
        </thead>
        <tbody>
{rows}
        </tbody>
      </table>
      <h2>Чего мы не храним и не собираем</h2>
      <ul>
        <li>Телефоны, адреса и почту покупателей мы не запрашиваем.</li>
        <li>IP-адреса: при входе хранится только их хеш, чтобы остановить перебор паролей.</li>
        <li>Тексты, имена, токены и пароли не попадают в журналы работы сервиса.</li>
        <li>Рекламных и аналитических счётчиков на страницах нет.</li>
      </ul>
      <h2>Имена покупателей</h2>
      <p>
        Имя, которое показывает WB, можно не хранить вовсе: «Настройки → Общие → Хранить имена
        покупателей». После выключения сохранённые имена стираются в течение суток.
      </p>
      <h2>Языковая модель</h2>
      <p>
        Если владелец сервиса подключил языковую модель, для черновика ей передаётся текст одного
        обращения и карточка одного товара. Имя покупателя, телефоны, почта, адреса и номера
        заказов до этого заменяются. Без модели черновики пишутся по шаблонам, и наружу не уходит
        ничего.
      </p>
      <h2>Забрать и удалить</h2>
      <p>
        Все данные аккаунта можно забрать архивом: «Настройки → Безопасность → Выгрузка данных».
        Там же аккаунт можно удалить: все входы закрываются сразу, остальное стирается в течение
        24 часов, и сервис дважды проверяет, что ничего не осталось.
      </p>
      <p>
        Токен WB зашифрован отдельным ключом, а тот — ключом облачной службы, который её не
        покидает. Показать токен нельзя никому, даже вам: только заменить или удалить.
      </p>
    </main>
  </body>
</html>
"""
_ROW = """          <tr>
            <td>{what}</td>
            <td>{why}</td>
            <td>{lasts}</td>
          </tr>"""


def make_privacy_page(_: str) -> str:
    """What is stored, why, and for how long."""
    rows = (
        _ROW.format(what=escape(row.what), why=escape(row.why), lasts=escape(say_lasts(row)))
        for row in RETENTION
    )
    day = date.fromisoformat(TERMS)
    return _PAGE.format(rows="\n".join(rows), terms=f"{day:%d.%m.%Y}")


def say_lasts(row: Keeping) -> str:
    """The longest that a class of data is kept, in words."""
    if row.lasts is None:
        return "пока есть аккаунт"
    days = row.lasts.days
    return f"не дольше {days} {_days(days)} с {row.since}"


def _days(count: int) -> str:
    """After «не дольше» Russian wants the genitive."""
    return "дня" if count % 10 == 1 and count % 100 != 11 else "дней"  # noqa: PLR2004 - grammar
