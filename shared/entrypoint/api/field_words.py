"""What is wrong with a field of a request, in Russian."""

from collections.abc import Mapping
from typing import Any

_FIELD_MESSAGES = {
    "missing": "Обязательное поле",
    "extra_forbidden": "Неизвестное поле",
    "doubled": "Указано дважды",
    "string_too_short": "Не короче {min_length} символов",
    "string_too_long": "Не длиннее {max_length} символов",
    "string_type": "Здесь нужен текст",
    "string_pattern_mismatch": "Неверный формат",
    "int_type": "Здесь нужно целое число",
    "int_parsing": "Здесь нужно целое число",
    "bool_type": "Здесь нужно да или нет",
    "bool_parsing": "Здесь нужно да или нет",
    "greater_than_equal": "Не меньше {ge}",
    "less_than_equal": "Не больше {le}",
    "literal_error": "Неизвестное значение",
    "enum": "Неизвестное значение",
    "uuid_parsing": "Здесь нужен UUID",
    "uuid_type": "Здесь нужен UUID",
    "datetime_type": "Здесь нужны дата и время",
    "datetime_parsing": "Здесь нужны дата и время",
    "datetime_from_date_parsing": "Здесь нужны дата и время",
    "timezone_aware": "Укажите часовой пояс",
    "list_type": "Здесь нужен список",
    "tuple_type": "Здесь нужен список",
    "too_long": "Не больше {max_length} значений",
    "value_error": "Неверный формат",
}
_OTHERWISE = "Неверное значение"


class WordedError(ValueError):
    """What is wrong with a field, in the seller's words."""


def field_message(code: str, context: Mapping[str, Any]) -> str:
    """Say in Russian what is wrong with a field."""
    if isinstance(context.get("error"), WordedError):
        return str(context["error"])
    return _FIELD_MESSAGES.get(code, _OTHERWISE).format_map(_Known(context))


class _Known(dict[str, Any]):
    def __missing__(self, name: str) -> str:
        return "…"
