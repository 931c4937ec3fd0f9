"""Shapes of what a seller tells of orders."""

from typing import Annotated

from pydantic import Field, StringConstraints

from shared.entrypoint.api.shapes.base import Answer, Request
from shared.usecases.tell_labels import MOST_LABELS

Shk = Annotated[int, Field(gt=0, lt=2**63)]
Srid = Annotated[str, StringConstraints(strip_whitespace=True, min_length=1, max_length=128)]


class LabelsRequest(Request):
    """Labels to add or to correct, each with its order, as WB's report of sales names them.

    Pairs of `shk` and `srid`, because there are many; the last of two for one label counts.
    """

    labels: Annotated[list[tuple[Shk, Srid]], Field(min_length=1, max_length=MOST_LABELS)]


class LabelsAnswer(Answer):
    """How many labels were news, and how many reviews are looked at again."""

    changed: int
    queued: int
