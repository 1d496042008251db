"""Which claims another one makes superfluous."""

from __future__ import annotations

import re

from dashboard.coding.actors import UNKNOWN_ACTOR
from dashboard.model import Extent, PlaceMention, Relation, Stance, TerritorialClaim

# Who still holds a place holds it against who is said to take it.
_STILL = re.compile(r"\b(?:still|remain(?:s|ed)?|continues?\s+to|now|back)\b", re.IGNORECASE)
_FOUGHT_FOR = (Relation.CONTESTS, Relation.THREATENS)


def says_nothing(claim: TerritorialClaim) -> bool:
    """Tell whether the claim is of fighting by nobody that may not even take place."""
    nobodys = claim.actor.id == UNKNOWN_ACTOR.id and claim.relation is Relation.CONTESTS
    return nobodys and claim.stance is not Stance.ASSERTED


def is_of_one_actor(one: TerritorialClaim, other: TerritorialClaim) -> bool:
    """Tell whether two claims are of one actor and one place."""
    return one.actor.id == other.actor.id and _identity(one.place) == _identity(other.place)


def is_lesser(claim: TerritorialClaim, others: list[TerritorialClaim]) -> bool:
    """Tell whether others say more of the place.

    Fighting without an actor says less than fighting with one; and who is told to hold what
    another takes in the same sentence ("captured the rebel-held town") held it until then. What
    a fight is for has not happened.
    """
    rivals = [
        other
        for other in others
        if other.actor.id != claim.actor.id and _identity(other.place) == _identity(claim.place)
    ]
    if claim.actor.id == UNKNOWN_ACTOR.id:
        fought = claim.relation is Relation.CONTESTS and not _STILL.search(claim.evidence.quote)
        return any(fought or other.relation is claim.relation for other in rivals)
    if claim.rule.startswith("loses.beyond"):  # "seized X, the last town outside their control"
        return any(
            o.relation is Relation.TAKES and _identity(o.place) == _identity(claim.place)
            for o in others
        )
    if claim.rule == "holds.relative":  # "X, the last town that the army held, is in rebel hands"
        return any(o.relation in (Relation.HOLDS, Relation.TAKES) for o in rivals)
    if claim.stance is Stance.HYPOTHETICAL:  # "fighting to drive them out of the town"
        return any(o.relation in _FOUGHT_FOR and o.stance is Stance.ASSERTED for o in rivals)
    if claim.relation is not Relation.HOLDS or _STILL.search(claim.evidence.quote):
        return False
    return any(o.relation is Relation.TAKES and o.said_by == claim.said_by for o in rivals)


def is_of_a_part_of(claim: TerritorialClaim, told: list[TerritorialClaim]) -> bool:
    """Tell whether the whole place has been told of already, and the claim is of a part of it."""
    return claim.extent is Extent.PART and any(
        whole.extent is Extent.ALL
        and (whole.actor.id, whole.relation, whole.stance)
        == (claim.actor.id, claim.relation, claim.stance)
        and _identity(whole.place) == _identity(claim.place)
        for whole in told
    )


def _identity(mention: PlaceMention) -> str:
    return mention.place.id if mention.place else mention.as_written
