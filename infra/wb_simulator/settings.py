"""What a test or a developer may change while the simulator runs."""

from typing import Literal

from pydantic import BaseModel, ConfigDict, Field


class Settings(BaseModel):
    """Every value can be set through ``POST /_control/settings``."""

    model_config = ConfigDict(extra="forbid", validate_assignment=True)

    limits: bool = True
    moderation: Literal["auto", "manual"] = "auto"
    moderation_seconds: float = Field(default=20.0, ge=0)
    forbidden_words: list[str] = []
    answer_visible_seconds: float = Field(default=0.0, ge=0)
    question_visible_seconds: float = Field(default=0.0, ge=0)
    events_page_size: int = Field(default=1000, ge=1)
    event_delay_seconds: float = Field(default=0.0, ge=0)
    sign_on_message: bool = True
    report_file_errors: bool = False
    file_check_seconds: float = Field(default=0.0, ge=0)
    pins_subscription: bool = True
