"""What a seller reads when WB refuses the token."""

from shared.domain.errors import Denial
from shared.domain.sync.category import Category

_SECTIONS = {Category.FEEDBACKS: "Вопросы и отзывы", Category.CHAT: "Чат с покупателями"}


def refusal_words(category: Category, denial: Denial) -> str:
    """Tell the seller what to do about a token that WB refuses."""
    match denial:
        case Denial.TOKEN:
            return "Wildberries не принимает токен: он истёк или отозван. Подключите новый."
        case Denial.EXPIRED:
            return "Срок действия токена Wildberries истёк. Подключите новый."
        case Denial.PAYMENT:
            return (
                "Wildberries временно закрыл доступ нашему сервису. От вас ничего не нужно: мы уже "
                "разбираемся."
            )
        case Denial.SCOPE:
            section = _SECTIONS[category]
            return (
                f"У токена нет доступа к разделу «{section}», или того, кто его создал, больше нет "
                "в кабинете. Подключите другой токен."
            )
        case Denial.KIND:
            section = _SECTIONS[category]
            return f"Токенам такого типа Wildberries закрыл раздел «{section}». Подключите другой."
        case Denial.READ_ONLY:
            return "Токен Wildberries только для чтения. Подключите токен с правом записи."
