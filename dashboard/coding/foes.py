"""Who took a place that is told to have fallen, to nobody named."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from dashboard.coding.actors import UNKNOWN_ACTOR
from dashboard.coding.reading import Reading
from dashboard.model import Relation, TerritorialClaim

_FOE_REACH = 2  # sentences back


def with_foe(
    claim: TerritorialClaim, told: Sequence[TerritorialClaim], reading: Reading
) -> TerritorialClaim:
    """Give a place that fell to nobody named the actor that was last told to take or fight."""
    if claim.actor.id != UNKNOWN_ACTOR.id or claim.relation is not Relation.TAKES:
        return claim
    index = reading.sentences.index_at(claim.evidence.start)
    for back in range(_FOE_REACH + 1):
        foes = {
            known.actor.id: known.actor
            for known in told
            if reading.sentences.index_at(known.evidence.start) == index - back
            and known.relation in (Relation.TAKES, Relation.CONTESTS, Relation.THREATENS)
            and known.actor.id != UNKNOWN_ACTOR.id
        }
        if foes:
            foe = next(iter(foes.values()))
            return replace(claim, actor=replace(foe, inferred=True)) if len(foes) == 1 else claim
    return claim
