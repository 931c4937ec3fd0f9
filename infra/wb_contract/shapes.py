"""Which fields the wire models read, and which types of JSON they keep.

The models forgive what does not matter, so they are asked: a type counts when a sample of it
survives being read.
"""

from collections.abc import Iterator
from typing import Annotated, Any, get_args

from pydantic import BaseModel, TypeAdapter, ValidationError
from pydantic.fields import FieldInfo

NULL_MARK = "?"
_SAMPLES: dict[str, tuple[Any, ...]] = {
    "string": ("1:слово", "2026-01-02T03:04:05Z"),
    "integer": (4, 1_700_000_000_000),
    "number": (4.5,),
    "boolean": (True,),
    "array": (["слово"],),
}
_LOST: tuple[Any, ...] = (None, "", [], False)


def read_fields(model: type[BaseModel], root: str) -> dict[str, str]:
    """Paths below `root` with their types; `?` marks a field that may be null."""
    fields: dict[str, str] = {}
    for name, field in model.model_fields.items():
        path = join_path(root, field.alias or name)
        inner, is_list = _inner_model(field.annotation)
        kind = _kind_of(field, inner, is_list=is_list)
        fields[path] = kind + (NULL_MARK if _takes(field, None) else "")
        if inner is not None:
            fields |= read_fields(inner, f"{path}[]" if is_list else path)
    return fields


def join_path(root: str, name: str) -> str:
    """`data.feedbacks[]` and `id` become `data.feedbacks[].id`."""
    return f"{root}.{name}" if root else name


def _kind_of(field: FieldInfo, inner: type[BaseModel] | None, *, is_list: bool) -> str:
    if is_list:
        return "array"
    if inner is not None:
        return "object"
    kept = [kind for kind, samples in _SAMPLES.items() if _keeps(field, samples)]
    if kept == ["integer", "number"]:
        return "number"
    if len(kept) != 1:
        raise TypeError(f"a field that keeps {kept or 'nothing'} says nothing about its type")
    return kept[0]


def _keeps(field: FieldInfo, samples: tuple[Any, ...]) -> bool:
    read = (_read(field, sample) for sample in samples)
    return any(value not in _LOST for value in read)


def _takes(field: FieldInfo, value: Any) -> bool:
    try:
        _adapter(field).validate_python(value, strict=True)
    except ValidationError:
        return False
    return True


def _read(field: FieldInfo, value: Any) -> Any:
    try:
        return _adapter(field).validate_python(value, strict=True)
    except ValidationError:
        return None


def _adapter(field: FieldInfo) -> TypeAdapter[Any]:
    kind: Any = field.annotation
    return TypeAdapter(Annotated[kind, *field.metadata] if field.metadata else kind)


def _inner_model(annotation: Any) -> tuple[type[BaseModel] | None, bool]:
    """The model that a field holds, alone or in a list."""
    if isinstance(annotation, type) and issubclass(annotation, BaseModel):
        return annotation, False
    is_list = getattr(annotation, "__origin__", None) is list
    for argument in _flat(annotation):
        if isinstance(argument, type) and issubclass(argument, BaseModel):
            return argument, is_list
    return None, is_list


def _flat(annotation: Any) -> Iterator[Any]:
    for argument in get_args(annotation):
        yield argument
        yield from _flat(argument)
