"""Reviews applied: what the statements are once people have looked at them. Pure: no clock, no I/O.

Acts are replayed in the order in which they were made, those left out that an undo takes back. An
act holds on to its statement by the id; where a newer coder has coded the report again and the
id is gone, by evidence and content. What a person accepted, edited or added stands even if a newer
coder does not find it; what a person rejected stays out as long as it is stated in those words.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from itertools import zip_longest

from dashboard.model import DisplacementFigure, Review, ReviewAct, Statement

_VOUCHING = (ReviewAct.ACCEPT, ReviewAct.EDIT, ReviewAct.ADD)


@dataclass(frozen=True, slots=True)
class Reviewed:
    """What stands. All ids are those of the statements as they stand now.

    `statements`: by id, the rejected left out, the edited as edited, the added there. `acts`: the
    act that counts for a statement that stands or was rejected, by its id. `rejected`: by id.
    `recommended`: when a figure was made its movement's recommended one. `movements`: for figures
    that a person merged or split, the name of their movement; `closed`: those of these names that
    no other figure may join, since they were split off. `loose`: acts whose statement is not there.
    """

    statements: Mapping[str, Statement]
    acts: Mapping[str, Review]
    rejected: Mapping[str, Statement]
    recommended: Mapping[str, datetime]
    movements: Mapping[str, str]
    closed: frozenset[str]
    loose: tuple[Review, ...]


def as_reviewed(statements: Iterable[Statement], reviews: Iterable[Review]) -> Reviewed:
    """Replay reviews on statements: the same in whatever order both are given."""
    return replayed(each_once(statements), reviews)


def replayed(statements: Mapping[str, Statement], reviews: Iterable[Review]) -> Reviewed:
    """Replay reviews on statements by id: the same in whatever order the reviews are given."""
    replay = _Replay({**statements})
    for act in standing(reviews):
        replay.apply(act)
    return Reviewed(
        replay.now,
        replay.acts,
        replay.rejected,
        replay.recommended,
        replay.movements,
        frozenset(replay.movements.values()) & replay.closed,
        tuple(replay.loose),
    )


def standing(reviews: Iterable[Review]) -> list[Review]:
    """Give the acts that no undo takes back, oldest first, without the undos themselves."""
    undone: set[str | None] = set()
    kept = []
    for act in sorted(reviews, key=lambda r: (r.when, r.act, repr(r)), reverse=True):
        if act.id in undone:
            continue
        if act.act is ReviewAct.UNDO:
            undone.add(act.undoes)
        else:
            kept.append(act)
    return kept[::-1]


def is_same(one: Statement, other: Statement) -> bool:
    """Tell whether two statements state the same in overlapping words of one report."""
    return _overlap(one, other) and _content(one) == _content(other)


def thread(statement: Statement, reviews: Iterable[Review]) -> list[Review]:
    """Give all acts on a statement and on what it was before it was edited, oldest first."""
    ids = {statement.id}
    found = []
    for act in sorted(reviews, key=lambda r: r.when, reverse=True):
        if act.after is not None and act.after.id in ids:
            ids.add(act.statement)
        if act.statement in ids or (act.before is not None and is_same(act.before, statement)):
            found.append(act)
    return found[::-1]


def doubts(statement: Statement) -> tuple[str, ...]:
    """Say what makes a coded statement less sure than others, in words; the more, the less sure."""
    if isinstance(statement, DisplacementFigure):
        mentions = (*statement.origin, *statement.destination, *statement.location)
        found = [
            (statement.vague, "the number is a vague word"),
            (not mentions, "no place is named"),
        ]
    else:
        mentions = (statement.place,)
        described = f"the actor is described as “{statement.actor.as_written}”, not named"
        found = [(statement.actor.inferred, described)]
    found.append((statement.start is None, "the text gives no date"))
    for mention in mentions:
        name = mention.as_written
        found.append((mention.place is None, f"“{name}” is in no gazetteer"))
        found.append((mention.ambiguous, f"“{name}” may be another place of this name"))
    return tuple(words for holds, words in found if holds)


@dataclass(slots=True)
class _Replay:
    """The state of the statements between two acts."""

    now: dict[str, Statement]
    acts: dict[str, Review] = field(default_factory=dict)
    rejected: dict[str, Statement] = field(default_factory=dict)
    recommended: dict[str, datetime] = field(default_factory=dict)
    movements: dict[str, str] = field(default_factory=dict)
    closed: set[str] = field(default_factory=set)
    loose: list[Review] = field(default_factory=list)
    became: dict[str, str] = field(default_factory=dict)
    of_report: dict[str, list[str]] | None = None

    def apply(self, act: Review) -> None:
        """Carry one act out; one whose statement is not there is kept as loose."""
        found = self.find(act.statement, act.before)
        if act.act in _VOUCHING and (found or act.after or act.before):
            self.vouch(act, found or (self.find_like(act.after) if act.after else None))
        elif found is None:
            self.loose.append(act)
        elif act.act is ReviewAct.REJECT:
            self.rejected[found] = self.taken_out(found)
            self.acts[found] = act
        elif act.act is ReviewAct.RECOMMEND:
            self.recommended[found] = act.when
        elif act.act in (ReviewAct.MERGE, ReviewAct.SPLIT):
            self.group(act, found)

    def vouch(self, act: Review, found: str | None) -> None:
        """Let a statement stand as a person has accepted, edited or added it."""
        stood = self.taken_out(found) if found else None
        wanted = act.after or stood or act.before
        if wanted is None:
            return
        self.now[wanted.id] = wanted
        self.acts[wanted.id] = act
        self.rejected.pop(wanted.id, None)
        for old in {found, act.statement} - {None, wanted.id}:
            self.became[str(old)] = wanted.id
        if self.of_report is not None:
            self.of_report[wanted.report].append(wanted.id)

    def taken_out(self, found: str) -> Statement:
        """Take a statement out, with the act that counted for it, and give it."""
        self.acts.pop(found, None)
        return self.now.pop(found, None) or self.rejected.pop(found)

    def group(self, act: Review, found: str) -> None:
        """Put figures into one movement: with all that are in it, or by themselves."""
        others = zip_longest(act.others, act.others_before)  # older acts hold ids alone
        members = {found, *filter(None, (self.find(id_, like) for id_, like in others))}
        if act.act is ReviewAct.SPLIT:
            self.closed.add(act.id)
        else:
            joined = {self.movements[m] for m in members if m in self.movements}
            members |= {m for m, name in self.movements.items() if name in joined}
        self.movements.update(dict.fromkeys(members, act.id))

    def find(self, id_: str, like: Statement | None) -> str | None:
        """Find a statement by its id, by what an edit made of it, or by what it states."""
        seen = set()
        while id_ in self.became and id_ not in seen and not self.is_there(id_):
            seen.add(id_)
            id_ = self.became[id_]
        if self.is_there(id_):
            return id_
        return self.find_like(like) if like else None

    def find_like(self, like: Statement) -> str | None:
        """Find the statement that states the same in overlapping words of the report."""
        if self.of_report is None:
            self.of_report = defaultdict(list)
            for statement in self.now.values():
                self.of_report[statement.report].append(statement.id)
        near = (self.now.get(i) or self.rejected.get(i) for i in self.of_report[like.report])
        same = [s for s in near if s is not None and is_same(s, like)]
        return min(same, key=lambda s: _distance(s, like)).id if same else None

    def is_there(self, id_: str) -> bool:
        """Tell whether a statement stands or was rejected."""
        return id_ in self.now or id_ in self.rejected


def each_once(statements: Iterable[Statement]) -> dict[str, Statement]:
    """Give statements by id; of two with one id the same one, in whatever order they come."""
    once: dict[str, Statement] = {}
    for statement in statements:
        id_ = statement.id
        other = once.setdefault(id_, statement)
        if other != statement:
            once[id_] = min(other, statement, key=repr)
    return once


def _content(statement: Statement) -> tuple[object, ...]:
    if isinstance(statement, DisplacementFigure):
        quantity = (statement.quantity, statement.quantity_high)
        return (*quantity, statement.unit, statement.category, statement.stance)
    place = statement.place.place
    named = place.id if place else statement.place.as_written
    return (statement.actor.id, statement.relation, named, statement.stance)


def _overlap(one: Statement, other: Statement) -> bool:
    ours, theirs = one.evidence, other.evidence
    return one.report == other.report and ours.start < theirs.end and theirs.start < ours.end


def _distance(one: Statement, other: Statement) -> tuple[int, str]:
    ours, theirs = one.evidence, other.evidence
    return abs(ours.start - theirs.start) + abs(ours.end - theirs.end), one.id
