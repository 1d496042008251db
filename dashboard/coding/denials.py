"""Denials by another: "…, but the army denied the claim", in the sentence or the one behind it."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace

from dashboard.coding.reading import Reading
from dashboard.coding.speech import Speaker
from dashboard.model import Evidence, Stance, TerritorialClaim

_WHO = r"(?:(?!\b(?:said|says|that|and|which)\b)[^,;.]){2,100}?"
_WHAT = r"(?:it|this|that|these|those|the\s+(?:claims?|reports?|news|loss|capture)|his|her|their)\b"
_VERB = (
    r"(?:(?:has|have|had|later|quickly|also)\s+)*(?:denied|denies|deny|rejected|dismissed|disputed)"
)
_HERE = re.compile(
    rf"(?:\b(?:but|although|though|while|however)\b,?|;)\s+(?P<who>{_WHO})\s+{_VERB}\s+{_WHAT}"
    rf"|,\s+(?:a\s+(?:claim|report)\s+)?(?:which|that)\s+(?P<whose>{_WHO})\s+{_VERB}\b",
    re.IGNORECASE,
)
_NEXT = re.compile(rf"^(?:But\s+|However,\s+)?(?P<who>{_WHO})\s+{_VERB}\s+{_WHAT}", re.IGNORECASE)


def denials_of(reading: Reading, claims: list[TerritorialClaim]) -> Iterator[TerritorialClaim]:
    """Yield, for the claims of a report that another speaker denies, the denial as a claim."""
    for claim in claims:
        speaker, end = _denier(reading, claim)
        if speaker and claim.stance is Stance.ASSERTED and speaker.said_by != claim.said_by:
            # The words of the denial are evidence too, and tell it from the claim.
            start = claim.evidence.start
            yield replace(
                claim,
                evidence=Evidence(start, end, reading.report.text[start:end]),
                stance=Stance.DENIED,
                said_by=speaker.said_by,
                said_by_role=speaker.role,
                passed_on_by=None,
            )


def _denier(reading: Reading, claim: TerritorialClaim) -> tuple[Speaker | None, int]:
    """Find who denies a claim, and where the words that do end in the report."""
    index = reading.sentences.index_at(claim.evidence.start)
    sentence = reading.sentences[index]
    match = _HERE.search(sentence.text, claim.evidence.end - sentence.start)
    if not match and index + 1 < len(reading.sentences):
        match = _NEXT.search(reading.sentences[index + 1].text)
        sentence = reading.sentences[index + 1]
    if not match:
        return None, 0
    who = match.groupdict().get("who") or match.groupdict().get("whose") or ""
    return reading.speech.speaker(who), sentence.start + match.end()
