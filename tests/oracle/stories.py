"""What the people of one unit do with their workbook: a story is a list of steps from a seed.

Each step has a seed of its own, so that a story from which steps were taken out still makes sense:
that is how a history that fails is made short.
"""

from __future__ import annotations

from random import Random

from tests.oracle import answering, beside, sending  # their steps
from tests.oracle.people import WEIGHTS, Step

__all__ = ["answering", "beside", "sending", "tell"]


def tell(chance: Random, phases: int, anew: float = 0.25) -> list[Step]:
    """Return a story: who does what, before which collecting.

    `anew`: how often somebody goes on in another file than before.
    """
    people = chance.choices((1, 2, 3), (45, 40, 15))[0]
    story: list[Step] = []
    names, weights = zip(*WEIGHTS.items(), strict=True)

    def add(phase: int, what: str, person: int) -> None:
        story.append(Step(phase, what, person, chance.getrandbits(48)))

    for phase in range(phases):
        for person in range(people):
            if chance.random() > (0.8 if phase == 0 else 0.55):
                continue
            if phase == 0:
                add(phase, "forward" if person and chance.random() < 0.35 else "begin", person)
            elif chance.random() < anew:
                add(phase, chance.choice(("begin", "forward")), person)
            if phase == 0:
                add(phase, "answers_a_share", person)
            for _ in range(chance.choice((1, 2, 3))):
                add(phase, chance.choices(names, weights)[0], person)
            add(phase, "sends", person)
    return story
