"""Jobs as a program calls them: done now, without saying when or by whom."""

from __future__ import annotations

import inspect
from collections.abc import Callable
from functools import wraps
from typing import Concatenate, ParamSpec, TypeVar, cast

from ita_excel.jobs.occasion import Occasion

P = ParamSpec("P")
R = TypeVar("R")
Where = TypeVar("Where")


def at_once(
    job: Callable[Concatenate[Where, Occasion, P], R],
) -> Callable[Concatenate[Where, P], R]:
    """Return the job without its `occasion`: it is done at the moment of the call."""

    @wraps(job)
    def done(place: Where, *args: P.args, **kwargs: P.kwargs) -> R:
        return job(place, Occasion(), *args, **kwargs)

    asked = inspect.signature(job)
    kept = [p for name, p in asked.parameters.items() if name != "occasion"]
    done.__signature__ = asked.replace(parameters=kept)  # type: ignore[attr-defined]
    return cast("Callable[Concatenate[Where, P], R]", done)
