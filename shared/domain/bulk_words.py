"""What a seller reads about an item that a deed on many leaves out."""

from shared.domain.bulk import LeftOut

LEFT_OUT = {
    LeftOut.GONE: "Обращения больше нет",
    LeftOut.CHANGED: "Обращение изменилось: посмотрите новое",
    LeftOut.SETTLED: "Ответ уже не нужен",
    LeftOut.ANSWERED: "Уже отвечено",
    LeftOut.IN_FLIGHT: "Другой ответ ещё отправляется",
    LeftOut.REJECTED: "WB отклонил прежний ответ: новый не отправить",
    LeftOut.PERSON: "Нужен человек: прочитайте и ответьте отдельно",
    LeftOut.OWN_WORDS: "Вы начали свой ответ: допишите его или сотрите",
    LeftOut.NO_DRAFT: "Нет готового черновика",
    LeftOut.BLOCKED: "Черновик нарушает правила",
    LeftOut.WARNED: "К черновику есть замечания: посмотрите его отдельно",
    LeftOut.TAGS_FULL: "У обращения уже 8 меток: сначала снимите лишние",
    LeftOut.REFUSED: "Отправить не удалось",
}
