"""Which place a name stands for: every name of a text helps to place the others.

For each name its candidates are weighed by what the text says beside it ("Mosul, Iraq"), by the
word for its kind ("province"), by the countries and provinces that the rest of the text is about,
by how near the other names lie, and by how important the place is. The weights are in
place_weights.csv; they were fitted to openly labelled texts, and are few enough to be read.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence, Set
from operator import add

from dashboard.model import Candidate, Place, PlaceKind
from dashboard.places.beside import containers_beside
from dashboard.places.candidates import Cell, Choice, Choices, Option, Resolved, shared_out
from dashboard.places.containment import contains
from dashboard.places.gazetteer import Named, distance_km
from dashboard.places.surroundings import Name

MOST_KEPT = 8  # candidates that a mention keeps
_ONE_AREA_KM = 25.0
_NEAR_TIE = 0.4  # of the best score: a rival above it makes the name ambiguous
_ROUNDS = 2
_ENOUGH_TO_AGREE = 1.5  # names of a country, for one more that sounds like a place there
_NO_SUPPORT = (0.0,) * 5  # of a candidate for which no other name speaks
_ENOUGH = 3.0  # names of the same province, or near: more do not make it surer
_REASONS = {
    "importance": "the most important place of that name",
    "country": "most of the text is about its country",
    "country named": "its country is named in the text",
    "province": "other places of its province are named in the text",
    "near": "near other places that the text names",
    "close": "close to other places that the text names",
}
_UNKNOWN = Resolved(None, (), "no gazetteer has this name", False)
BY_TEXT = ("country", "country named", "province", "near", "close")

Key = tuple[tuple[Named, ...], PlaceKind | None]
Beside = dict[int, tuple[Place, bool]]


class Group:
    """All occurrences of one name in a text: resolved together, one sense a text.

    `beside` gives, by the position of a candidate, what contains it and is named beside it.
    """

    __slots__ = ("answer", "beside", "likely", "options", "rows", "shares")

    def __init__(self, choice: Choice, beside: Beside) -> None:
        self.options, self.shares, self.likely, self.answer = choice
        self.beside = beside
        self.rows: Sequence[tuple[float, ...]] = ()


class Senses:
    """The groups of one name in a text, by the candidates that the text spells out."""

    def __init__(self, choice: Choice) -> None:
        self.choice = choice
        self._groups: dict[tuple[int, ...], Group] = {}

    def group(self, beside: Beside) -> Group:
        """Give the group of what is beside a name; a bare name goes with the only one there is."""
        if not beside and len(self._groups) == 1:
            return next(iter(self._groups.values()))
        spelled = tuple(beside)
        if spelled not in self._groups:
            self._groups[spelled] = Group(self.choice, beside)
        return self._groups[spelled]


class Context:
    """How many of a text's names lie in which country, province and part of the map.

    Only those cells of the map count that are `asked` for.
    """

    def __init__(self, asked: Set[Cell | None]) -> None:
        self._asked = asked
        self.total = 0.0
        self.countries: dict[str, float] = defaultdict(float)
        self.first_levels: dict[str, float] = defaultdict(float)
        self.cells: dict[Cell | None, float] = defaultdict(float)

    def copy(self) -> Context:
        """Give a context of the same names, to which others can be added."""
        copied = Context(self._asked)
        copied.total = self.total
        copied.countries.update(self.countries)
        copied.first_levels.update(self.first_levels)
        copied.cells.update(self.cells)
        return copied

    def add(self, groups: Iterable[Group]) -> None:
        """Count names in, each by the shares of its candidates."""
        countries, levels, cells = self.countries, self.first_levels, self.cells
        for group in groups:
            for option, share in group.likely:
                self.total += share
                countries[option.country] += share
                levels[option.first_level] += share
                for cell in option.around & self._asked:
                    cells[cell] += share

    def features(self, group: Group) -> list[tuple[float, ...]]:
        """Give for each candidate of a name how much the text's other names speak for it.

        Returns:
            For each candidate the share of names in its country, whether its country is spoken
            of at all (0 to 1), and how many names lie in its province, near it and close to it
            (0 to 3).
        """
        likely = group.likely
        rest = max(1.0, self.total - sum([share for _, share in likely]))
        rows: list[tuple[float, ...]] = []
        countries, levels, cells = self.countries.get, self.first_levels.get, self.cells.get
        for option in group.options:
            _, _, country, level, near_cell, close_cell, _, _ = option
            there, same = countries(country, 0.0), levels(level, 0.0)
            near, close = cells(near_cell, 0.0), cells(close_cell, 0.0)
            if not (there or same or near or close):
                rows.append(_NO_SUPPORT)
                continue
            for other, share in likely:  # the name does not speak for itself
                if other.country == country:
                    there -= share
                if other.first_level == level:
                    same -= share
                if near_cell in other.around:
                    near -= share
                if close_cell in other.around:
                    close -= share
            rows.append(
                (
                    there / rest,
                    there if there < 1.0 else 1.0,
                    (same if same < _ENOUGH else _ENOUGH) if level else 0.0,
                    near if near < _ENOUGH else _ENOUGH,
                    close if close < _ENOUGH else _ENOUGH,
                )
            )
        return rows


class Resolver:
    """Resolves the names of texts by the weights of place_weights.csv."""

    def __init__(self, weights: Mapping[str, float]) -> None:
        self._weights = weights
        self._by_text = [weights[name] for name in BY_TEXT]
        self._choices = Choices(weights)

    def resolve(self, text: str, names: Sequence[Name]) -> list[Resolved]:
        """Resolve the names of a text, one answer each; a name that nothing has gets no place."""
        of = self._groups(text, names)
        groups = [group for group in dict.fromkeys(of) if group]
        undecided = [group for group in groups if not group.answer]
        self._settle(groups)
        heard = any(group.options[0].is_sound for group in undecided)
        countries = _countries(groups) if heard else {}
        for group in undecided:
            group.answer = self._answer(group, countries)
        return [group.answer if group and group.answer else _UNKNOWN for group in of]

    def _groups(self, text: str, names: Sequence[Name]) -> list[Group | None]:
        """Give for each name the group of those equal to it.

        "Paris, Texas" and "Paris, France" in one text are two groups; a bare "Paris" goes with
        the one that the text spells out, or stands alone where it spells out two.
        """
        senses: dict[Key, Senses] = {}
        found: list[tuple[Senses, Beside] | None] = []
        for at, name in enumerate(names):
            if not name.named:
                found.append(None)
                continue
            key = (name.named, name.kind)
            own = senses.get(key)
            if not own:
                own = senses[key] = Senses(self._choices.of(*key))
            beside = _containers(text, names, at, own.choice.options)
            if beside:
                own.group(beside)
            found.append((own, beside))
        return [sense and sense[0].group(sense[1]) for sense in found]

    def _settle(self, groups: Sequence[Group]) -> None:
        """Weigh all names, first each alone, then each among the others."""
        open_groups = [group for group in groups if len(group.options) > 1]
        if not open_groups:
            return
        for group in open_groups:
            if group.beside:
                self._weigh(group)
        options = [option for group in open_groups for option in group.options]
        settled = Context({cell for option in options for cell in (option.near, option.close)})
        settled.add(group for group in groups if len(group.options) == 1)
        for _ in range(_ROUNDS):
            context = settled.copy()
            context.add(open_groups)
            for group in open_groups:
                self._weigh(group, context)

    def _weigh(self, group: Group, context: Context | None = None) -> None:
        scores = [option.alone for option in group.options]
        for index, (_, is_plain) in group.beside.items():
            scores[index] += self._weights["beside" if is_plain else "maybe beside"]
        if context:
            group.rows = context.features(group)
            country, spoken, province, near, close = self._by_text
            gains = [
                country * a + spoken * b + province * c + near * d + close * e
                for a, b, c, d, e in group.rows
            ]
            scores = list(map(add, scores, gains))
        group.shares, group.likely = shared_out(group.options, scores)

    def _answer(self, group: Group, countries: Mapping[str, float]) -> Resolved:
        order = sorted(range(len(group.options)), key=group.shares.__getitem__, reverse=True)
        candidates = tuple(
            [
                Candidate(group.options[at].place, round(group.shares[at], 3))
                for at in order[:MOST_KEPT]
            ]
        )
        best = candidates[0]
        if group.options[0].is_sound:
            return _heard(candidates, countries)
        ambiguous = any(
            rival.score > _NEAR_TIE * best.score and not _are_one_area(rival.place, best.place)
            for rival in candidates[1:]
        )
        return Resolved(best.place, candidates, self._why(group, order), ambiguous)

    def _why(self, group: Group, order: Sequence[int]) -> str:
        """Say in words what set the best candidate off from the next."""
        best, second = order[:2]
        container = group.beside.get(best, (None,))[0]
        if container and container is not group.beside.get(second, (None,))[0]:
            is_country = container.kind is PlaceKind.COUNTRY
            return f"{'country' if is_country else container.name} named beside it"
        gains = {"importance": group.options[best].alone - group.options[second].alone}
        for name, one, other in zip(BY_TEXT, group.rows[best], group.rows[second], strict=True):
            gains[name] = self._weights[name] * (one - other)
        return _REASONS[max(gains, key=gains.__getitem__)]


def _containers(text: str, names: Sequence[Name], at: int, options: Sequence[Option]) -> Beside:
    """Give, by the position of a candidate, what contains it and is named beside the name."""
    found: Beside = {}
    if len(options) > 1:
        for container, is_plain in containers_beside(text, names, at):
            for index, option in enumerate(options):
                if index not in found and contains(container, option.place):
                    found[index] = container, is_plain
    return found


def _countries(groups: Iterable[Group]) -> dict[str, float]:
    """Give how many names lie in which country, but those that are known by their sound alone."""
    countries: dict[str, float] = defaultdict(float)
    for group in groups:
        if not group.options[0].is_sound:
            for option, share in group.likely:
                countries[option.country] += share
    return countries


def _heard(candidates: tuple[Candidate, ...], countries: Mapping[str, float]) -> Resolved:
    """Answer for a name that only sounds like places: the text has to be about their country."""
    best = candidates[0].place
    if countries.get(best.country or "", 0.0) < _ENOUGH_TO_AGREE:
        return Resolved(None, candidates, _UNKNOWN.why, False)
    why = f"it sounds like {best.name}, in a country that the text is about"
    return Resolved(best, candidates, why, True)


def _are_one_area(a: Place, b: Place) -> bool:
    """Tell whether two places are no real rivals: one in the other, or a town and its district."""
    if contains(a, b) or contains(b, a):
        return True
    if a.lat is None or a.lon is None or b.lat is None or b.lon is None:
        return False
    return distance_km(a.lat, a.lon, b.lat, b.lon) < _ONE_AREA_KM
