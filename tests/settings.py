"""Every class of settings by its name, wherever in the package it stands."""

import importlib
import pkgutil

from shared.entrypoint import config
from shared.entrypoint.config.base import Settings


def known_settings() -> dict[str, type[Settings]]:
    """What the functions' own processes would find, all of it at once."""
    modules = [
        importlib.import_module(f"{config.__name__}.{module.name}")
        for module in pkgutil.iter_modules(config.__path__)
    ]
    return {
        name: value
        for module in modules
        for name, value in vars(module).items()
        if isinstance(value, type) and issubclass(value, Settings)
    }


def known_fields() -> set[str]:
    """Every variable of the environment that may be set."""
    return {field.upper() for one in known_settings().values() for field in one.model_fields}
