"""A history that fails, made as short as it can be and still fail."""

from __future__ import annotations

from dataclasses import replace

from tests.oracle.bookkeeping import Verdict
from tests.oracle.collecting import Count
from tests.oracle.people import Step
from tests.oracle.worlds import World


def shrink(world: World, verdict: Verdict, most: int = 150) -> tuple[dict[str, list[Step]], Count]:
    """Return the shortest stories that still end in a verdict of this kind, and their run."""

    def fails(stories: dict[str, list[Step]]) -> Count | None:
        if not any(stories.values()):
            return None
        count = replace(world, stories=stories).run()
        return count if any(v.what == verdict.what for v in count.verdicts) else None

    alone = {verdict.unit: world.stories[verdict.unit]} if verdict.unit in world.stories else {}
    stories = {name: story for name, story in world.stories.items() if story}
    best = world.run()
    if alone and (count := fails(alone)):
        stories, best = alone, count
    tries, part = 0, len(stories) // 2
    while part:  # units that have nothing to do with it, many at a time
        for some in [list(stories)[n : n + part] for n in range(0, len(stories), part)]:
            tries += 1
            if count := fails({k: v for k, v in stories.items() if k not in some}):
                stories, best = {k: v for k, v in stories.items() if k not in some}, count
        part //= 2
    shorter = True
    while shorter and tries < most:
        shorter = False
        for name in list(stories):
            for n in reversed(range(len(stories[name]))):
                less = {**stories, name: stories[name][:n] + stories[name][n + 1 :]}
                tries += 1
                if count := fails({k: v for k, v in less.items() if v}):
                    stories, best, shorter = {k: v for k, v in less.items() if v}, count, True
                    if name not in stories:
                        break
    return stories, best


def story_of(count: Count) -> str:
    """Return the stories and verdicts of a run as lines."""
    out = []
    for name, unit in count.units.items():
        if unit.told:
            out += [f"{name}:", *unit.told]
    return "\n".join([*out, *(f"=> {v}" for v in count.verdicts)])
