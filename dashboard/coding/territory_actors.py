"""Who claims are of: the actor that a subject, a pronoun or "our forces" stand for."""

from __future__ import annotations

import re
from dataclasses import dataclass

from dashboard.coding.actors import ANY_STATE, UNKNOWN_ACTOR, ActorMention
from dashboard.coding.annotation import AnnotatedSentence
from dashboard.coding.subjects import Subject
from dashboard.model import ActorReference, Place, Side

_OURS = re.compile(r"(?:we|our)\b", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class ClaimActors:
    """Tells the actors of the claims of one sentence."""

    around: AnnotatedSentence

    def of(self, subject: Subject | None, place: Place | None) -> ActorReference | None:
        """Give the actor of a claim on a place, None where nobody in the report can be meant.

        Args:
            subject: Who the words name, describe or point at; None where they name nobody.
            place: The place of the claim.
        """
        if subject is None:
            return ActorReference(UNKNOWN_ACTOR.id, UNKNOWN_ACTOR.name, "")
        if subject.slot is None:
            return self._named(subject.name, place)
        if subject.slot.actor:
            return self._meant_by(subject.slot.actor, place)
        country = subject.slot.places[-1]
        if country.place is None or not country.place.country:
            return None
        return self.around.referents.country(country.place.country, country.as_written, place)

    def _named(self, name: str, place: Place | None) -> ActorReference:
        """Make an actor of a name that no table has; a capital's stands for its country."""
        words = re.sub(r"['’]s$", "", name)
        first, last = self.around.sentence.start, self.around.sentence.end
        for mention in self.around.reading.mentions_between(first, last):
            if mention.as_written == words and mention.place and mention.place.country:
                return self.around.referents.country(mention.place.country, words, place)
        return self.around.referents.named(name, place)

    def _meant_by(self, mention: ActorMention, place: Place | None) -> ActorReference | None:
        """Tell which actor a mention stands for, None where nobody in the report can be meant."""
        referents, index = self.around.referents, self.around.index
        if _OURS.match(mention.text):
            return referents.of_speaker(index, mention, place)
        abroad = self._abroad(mention, place)
        if abroad:
            return abroad
        found = referents.refer(index, mention, place)
        if found.id != UNKNOWN_ACTOR.id:
            return found
        theirs = mention.text.lower().startswith(("his ", "her ", "their "))
        return referents.of_speaker(index, mention, place) if theirs else None

    def _abroad(self, mention: ActorMention, place: Place | None) -> ActorReference | None:
        """Give whose troops a state abroad speaks of: "Russia said troops took Lyman"."""
        if mention.actor is not ANY_STATE or not place:
            return None
        spoken = self.around.referents.of_speaker(self.around.index, mention, place)
        country = spoken and spoken.side is Side.FOREIGN
        return spoken if country else None
