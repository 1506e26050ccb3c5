"""Generated organisations: departments under a chief and his deputies, each document with its own rules.

Seeded, so that a size and a seed name one rulebook. About a third of the documents have gaps that
one absence opens; the others survive one to several.
"""

from __future__ import annotations

import json
import random
from collections.abc import Iterator
from typing import Any

DEPARTMENT = 10
"""People in one department: a head, a deputy, and clerks."""
TOP = 6
"""A chief and his vices."""


def _name(text: str) -> dict[str, str]:
    return {"zh": text, "en": text}


def _cite(article: int) -> dict[str, Any]:
    return {"article": article, "force": "hard"}


def organisation(people: int, documents: int, seed: int = 1) -> tuple[str, str]:
    """The texts of a rulebook and of its roster."""
    draw = random.Random(f"{people} {documents} {seed}")
    departments = max(1, (people - TOP) // DEPARTMENT)
    posts: dict[str, Any] = {
        "chief": {"name": _name("chief"), "rank": 1, "cite": _cite(1)},
        "vice": {"name": _name("vice"), "rank": 2, "seats": {"from": 1, "to": TOP}, "cite": _cite(1)},
    }
    cast: dict[str, Any] = {"p-chief": {"name": _name("chief"), "posts": ["chief"]}}
    cast |= {f"p-vice-{i}": {"name": _name(f"vice {i}"), "posts": ["vice"]} for i in range(1, TOP)}
    rules: dict[str, Any] = {
        "presiding": {
            "effect": "substitution", "relation": "presiding", "covers": [{"post": "chief"}],
            "by": {"tiers": [["vice"]]}, "trigger": ["away"], "acts": ["sign"],
            "activation": ["automatic"], "cite": _cite(9),
        }
    }  # fmt: skip
    left = people - TOP
    for d in range(departments):
        staff = left // (departments - d)
        left -= staff
        for role, rank in (("head", 3), ("deputy", 4)):
            posts[f"{role}-{d}"] = {"name": _name(f"{role} {d}"), "rank": rank, "cite": _cite(2)}
            cast[f"p-{role}-{d}"] = {"name": _name(f"{role} {d}"), "posts": [f"{role}-{d}"]}
        clerks = max(1, staff - 2)
        seats = {"from": 1, "to": clerks}
        posts[f"clerk-{d}"] = {"name": _name(f"clerk {d}"), "rank": 5, "seats": seats, "cite": _cite(2)}
        for i in range(clerks):
            cast[f"p-clerk-{d}-{i}"] = {"name": _name(f"clerk {d} {i}"), "posts": [f"clerk-{d}"]}
        rules[f"cover-{d}"] = {
            "effect": "substitution", "relation": "cover", "covers": [{"post": f"head-{d}"}],
            "by": {"tiers": [[f"deputy-{d}"]]}, "trigger": ["any"], "acts": ["review", "sign"],
            "activation": ["automatic"], "cite": _cite(10),
        }  # fmt: skip
    listed: dict[str, Any] = {}
    for number in range(documents):
        id, department = f"doc-{number}", draw.randrange(departments)
        attributes = {"attributes": ["amount"]} if number % 5 == 0 else {}
        listed[id] = {"name": _name(f"document {number}"), **attributes, "cite": _cite(3)}
        rules.update(_rules(id, department, number, draw))
    book = {
        "format": "guiju.rulebook/1", "id": f"organisation-{people}-{documents}",
        "title": _name("organisation"), "source": _name("generated"), "roster": "roster.yaml",
        "absence-kinds": {
            "away": {"name": _name("away"), "onset": "planned", "cite": _cite(4)},
            "leave": {"name": _name("leave"), "onset": "planned", "cite": _cite(4)},
            "ill": {"name": _name("ill"), "onset": "sudden", "cite": _cite(4)},
        },
        "acts": {
            "draft": {"name": _name("draft")},
            "review": {"name": _name("review"), "after": ["draft"]},
            "sign": {"name": _name("sign"), "after": ["review"]},
        },
        "posts": posts,
        "attributes": {"amount": {"name": _name("amount"), "kind": "amount", "currencies": ["CNY"]}},
        "documents": listed,
        "rules": rules,
    }  # fmt: skip
    roster = {"format": "guiju.roster/1", "id": "cast", "title": _name("cast"), "people": cast}
    return _yaml(book), _yaml(roster)


def _rules(id: str, d: int, number: int, draw: random.Random) -> Iterator[tuple[str, dict[str, Any]]]:
    head, deputy, clerk = f"head-{d}", f"deputy-{d}", f"clerk-{d}"

    def rule(act: str, by: Any, suffix: str = "", **more: Any) -> tuple[str, dict[str, Any]]:
        body = {"effect": "authority", "act": act, "documents": [id], "by": by, **more, "cite": _cite(20)}
        return f"{id}-{act}{suffix}", body

    yield rule("draft", draw.choice([clerk, {"people": 2, "of": clerk}, {"any": [clerk, deputy]}]))
    yield rule("review", draw.choice([deputy, head, {"any": [deputy, head]}]))
    signer = draw.choice([head, "vice", "chief", {"at-least": 2, "of": [head, "vice", "chief"]}])
    if number % 5:
        yield rule("sign", signer)
    else:
        edge = draw.choice(["100000 CNY", "500000 CNY"])
        yield rule("sign", signer, when={"amount": {"up-to": edge}})
        yield rule("sign", "chief", "-high", when={"amount": {"over": edge}})
    if draw.random() < 0.2:
        yield f"{id}-apart", {
            "effect": "incompatibility", "acts": ["review", "sign"], "documents": [id], "cite": _cite(30),
        }  # fmt: skip


def _yaml(value: dict[str, Any]) -> str:
    """One line for each entry of a section, as people write long lists."""
    lines = []
    for key, inner in value.items():
        if isinstance(inner, dict) and len(inner) > 2:
            lines.append(f"{key}:")
            lines += [f"  {name}: {_flow(entry)}" for name, entry in inner.items()]
        else:
            lines.append(f"{key}: {_flow(inner)}")
    return "\n".join(lines) + "\n"


def _flow(value: Any) -> str:
    if isinstance(value, dict):
        return "{" + ", ".join(f"{key}: {_flow(inner)}" for key, inner in value.items()) + "}"
    if isinstance(value, list):
        return "[" + ", ".join(map(_flow, value)) + "]"
    return value if isinstance(value, str) else json.dumps(value)
