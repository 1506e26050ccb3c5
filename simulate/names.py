"""What things are called in tables, event logs and figures."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Mapping
from dataclasses import dataclass

from guiju.model.office import Roster
from guiju.model.rulebook import Rulebook
from guiju.model.text import Language, Text


@dataclass(frozen=True, slots=True)
class Names:
    """Id -> name, of everything that a run mentions."""

    documents: Mapping[str, Text]
    acts: Mapping[str, Text]
    people: Mapping[str, Text]
    bodies: Mapping[str, Text]
    kinds: Mapping[str, Text]


def names_of(rulebook: Rulebook, roster: Roster) -> Names:
    """People in the order of their rank."""

    def rank(id: str) -> tuple[int, str]:
        return min((rulebook.posts[post].rank for post in roster.people[id].posts), default=99), id

    return Names(
        documents={id: document.name for id, document in rulebook.documents.items()},
        acts={id: act.name for id, act in rulebook.acts.items()},
        people={id: roster.people[id].name for id in sorted(roster.people, key=rank)},
        bodies={id: body.name for id, body in rulebook.bodies.items()},
        kinds={id: kind.name for id, kind in rulebook.kinds.items()},
    )


def distinct(names: Mapping[str, Text], language: Language, taken: Collection[str] = ()) -> dict[str, str]:
    """Id -> name in one language; a name that stands for two ids, or is taken, is told apart by the id."""
    said = {id: name.say(language) for id, name in names.items()}
    count = Counter([*said.values(), *taken])
    return {id: name if count[name] == 1 else f"{name} ({id})" for id, name in said.items()}
