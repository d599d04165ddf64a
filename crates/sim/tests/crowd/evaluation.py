"""Works the evaluation of a period out again, from the journal's events alone.

Standard input: one JSON object a line. The first says what is asked: {unit, kind, begins_at, ends_at, parents, offered, online,
below_province}; every other is an event {stream, kind, name, at, body}. Standard output: {whole, parts, officers}, each with the
times that 0, 1 and 2 points were given for an index, the averages, the total and the standing.

Written from the circular (01/2018/TT-VPCP, articles 13 to 15) and the shapes of events; it shares no line with the programme.
"""

import json
import sys
from collections import defaultdict
from decimal import ROUND_HALF_UP, Decimal

DAY = 86_400_000
VIETNAM = 7 * 3_600_000


def day(at):
    return (at + VIETNAM) // DAY


class Dossier:
    def __init__(self):
        self.plan = None
        self.channel = None
        self.received_at = None
        self.promise = None  # (first, by law), while one stands
        self.missed = [None, None]
        self.asked = 0
        self.turns = {}
        self.end = None  # (how, at)

    def leave(self, at):
        """The promise is taken away or replaced: what was missed by then stays missed."""
        if self.promise:
            for i in (0, 1):
                if self.missed[i] is None and self.promise[i] < at:
                    self.missed[i] = self.promise[i]
        self.promise = None

    def make(self, promise, at):
        self.leave(at)
        self.promise = (promise["first_due_at"], promise["statutory_due_at"])

    def due(self, i):
        if self.missed[i] is not None:
            return self.missed[i]
        return self.promise[i] if self.promise else None

    def see(self, name, at, of):
        if name in ("DossierDrafted", "DraftAmended"):
            self.plan, self.channel = of["plan"], of["intake"]["channel"]
        elif name == "DossierReceived":
            self.received_at = at
            self.make(of["promise"], at)
        elif name == "DossierCorrected" and of["correction"]["what"] == "procedure":
            self.plan = of["correction"]["plan"]
        elif name == "PromiseMade":
            self.make(of["promise"], at)
        elif name in ("PromiseVoided", "AppointmentMet"):
            self.leave(at)
        elif name in ("IntakeSupplementAsked", "SupplementRequested"):
            self.asked += 1
        elif name == "StepStarted":
            self.turns[of["turn"]] = {
                "unit": of["unit"],
                "person": of["person"],
                "allowed": of["allowed_ms"],
                "counted": of["counted"],
                "used": None,
            }
        elif name == "StepAssigned":
            self.turns[of["turn"]]["person"] = of["person"]
        elif name == "StepFinished":
            turn = self.turns[of["turn"]]
            turn["used"] = of["used_ms"]
            # A step nobody was given is the step of whoever did it.
            turn["person"] = turn["person"] or of["by"]
        ends = {
            "ResultReady": "ready",
            "ResolutionRefused": "stopped",
            "SilenceClosed": "stopped",
            "DossierStopped": "stopped",
            "DossierWithdrawn": "withdrawn",
        }
        if name in ends and self.end is None:
            self.end = (ends[name], at)

    def came(self, i):
        """0 shorter, 1 equal, 2 longer; None without a limit."""
        due, at = self.due(i), self.end[1]
        if due is None:
            return None
        if at > due:
            return 2
        return 0 if day(at) < day(due) else 1


def main():
    lines = (json.loads(line) for line in sys.stdin)
    asked = next(lines)
    dossiers, petitions = defaultdict(Dossier), {}
    for event in lines:
        of = event["body"][event["name"]]
        if event["kind"] == "dossier":
            dossiers[event["stream"]].see(event["name"], event["at"], of)
        elif event["name"] == "PetitionLodged":
            petitions[event["stream"], of["petition"]["number"]] = dict(of["petition"], dossier=of["dossier"])
        elif event["name"] == "PetitionAnswered":
            petitions[event["stream"], of["number"]]["answer"] = of["answer"]

    parents = asked["parents"]

    def path(unit):
        found = [unit]
        while parents.get(found[-1]):
            found.append(parents[found[-1]])
        return found

    unit, kind = asked["unit"], asked["kind"]

    def below(one):
        return unit in path(one)

    def part(one):
        found = path(one)
        at = found.index(unit) if kind == "agency" and unit in found else len(found) - 1
        return found[max(at - 1, 0)]

    def leads(dossier):
        if kind == "centre":
            return dossier.plan["receiving_unit"] == unit
        return kind == "province" or below(dossier.plan["handling_unit"])

    begins, ends = asked["begins_at"], asked["ends_at"]
    settled = {
        stream: dossier
        for stream, dossier in dossiers.items()
        if dossier.end and dossier.end[0] != "withdrawn" and dossier.received_at and begins <= dossier.end[1] < ends
    }
    stands = defaultdict(bool)
    for petition in petitions.values():
        answer = petition["answer"]
        if petition["matter"] in ("conduct", "papers") and (answer is None or answer["upheld"]):
            stands[petition["dossier"]] = True

    whole, parts, officers = Points(), defaultdict(Points), defaultdict(Points)

    def mark(points, stream, dossier):
        by_law, by_promise = dossier.came(1), dossier.came(0)
        if by_law is not None:
            points.give(1, 2 - by_law)
        points.give(3, max(0, 2 - dossier.asked))
        points.give(4, 1 if dossier.asked else 2)
        late = 1 if by_promise is None else by_promise
        points.give(7, 0 if stands[stream] else 2 - late)

    def time(points, used, allowed):
        if allowed:
            points.give(2, 2 if used < allowed else 1 if used == allowed else 0)

    for stream, dossier in settled.items():
        if leads(dossier):
            for points in (whole, parts[part(dossier.plan["handling_unit"])]):
                mark(points, stream, dossier)
        if kind == "centre" and not leads(dossier):
            continue
        of_units, of_persons = defaultdict(lambda: [0, 0]), defaultdict(lambda: [0, 0])
        for turn in dossier.turns.values():
            if turn["used"] is None or (kind == "agency" and not below(turn["unit"])):
                continue
            who = [of_units[turn["unit"]]] + ([of_persons[turn["person"]]] if turn["person"] else [])
            for sum_of in who:
                if turn["counted"]:
                    sum_of[0] += turn["used"] if turn["allowed"] > 0 else 0
                    sum_of[1] += turn["allowed"]
        for one, (used, allowed) in of_units.items():
            # One unit's time in one dossier is one part, of the whole and of the part it belongs to.
            for points in (whole, parts[part(one)]):
                time(points, used // 60_000, allowed // 60_000)
        for person, (used, allowed) in of_persons.items():
            mark(officers[person], stream, dossier)
            time(officers[person], used // 60_000, allowed // 60_000)
    for one in [one for one, points in parts.items() if not points.given]:
        del parts[one]

    feedback, online, offered = defaultdict(lambda: [0, 0]), defaultdict(lambda: [0, 0, 0]), defaultdict(lambda: [0, 0, 0])
    for petition in petitions.values():
        owner, answer = petition["unit"], petition["answer"]
        answers = kind == "province" or owner == unit or (kind == "agency" and below(owner))
        if answers and begins <= petition["due_at"] < ends:
            feedback[part(owner)][0] += 1
            feedback[part(owner)][1] += answer is not None and answer["at"] <= petition["due_at"]
    by_net = {tuple(one) for one in asked["online"]}
    for dossier in dossiers.values():
        if not dossier.received_at or not leads(dossier):
            continue
        to = online[part(dossier.plan["handling_unit"])]
        procedure = (dossier.plan["procedure"]["code"], dossier.plan["procedure"]["publisher"])
        net = dossier.channel == "online"
        if begins <= dossier.received_at < ends and (net or procedure in by_net):
            to[0] += net
            to[1] += 1
        if net and dossier.received_at < ends and not (dossier.end and dossier.end[1] < begins):
            over = dossier.end and dossier.end[1] < ends
            due = dossier.due(0)
            to[2] += due is not None and due < (dossier.end[1] if over else ends)
    for centre, handling, at_counter, is_online in asked["offered"]:
        if kind == "centre" and centre != unit or kind == "agency" and not below(handling):
            continue
        for i, one in enumerate((1, at_counter, is_online)):
            offered[part(handling)][i] += one
    percent = 50 if asked["below_province"] else 20

    def of_unit(points, due, net, of):
        if of[0]:
            points.give(5, 2 if of[1] * 100 >= of[0] * percent else 1)
        points.give(8, 2 if due[0] == due[1] else 1 if due[1] * 10 >= due[0] * 9 else 0)
        if of[2] and net[1]:
            enough = of[2] * 5 >= of[0] and net[0] * 10 >= net[1] * 3
            points.give(9, 0 if net[2] or net[0] * 100 < net[1] * 15 else 2 if enough else 1)

    for one, points in parts.items():
        of_unit(points, feedback[one], online[one], offered[one])
    if parts:
        summed = [[sum(column) for column in zip(*found.values())] or [0, 0, 0] for found in (feedback, online, offered)]
        of_unit(whole, *summed)
    print(
        json.dumps(
            {
                "whole": whole.told(15, 12, 9, 6),
                "parts": {one: points.told(15, 12, 9, 6) for one, points in sorted(parts.items())},
                "officers": {one: points.told(5, Decimal("3.5")) for one, points in sorted(officers.items())},
            }
        )
    )


class Points:
    def __init__(self):
        self.given = defaultdict(lambda: [0, 0, 0])

    def give(self, index, points):
        self.given[index][points] += 1

    def told(self, *bounds):
        """The points, the averages with one decimal, their sum and the first bound it reaches, from 0 for the best."""
        averages = {
            index: (Decimal(one + 2 * two) / (none + one + two)).quantize(Decimal("0.1"), ROUND_HALF_UP)
            for index, (none, one, two) in self.given.items()
        }
        total = sum(averages.values(), Decimal(0))
        reached = [i for i, bound in enumerate(bounds) if total >= bound]
        enough = 2 * len(averages) >= bounds[0]
        return {
            "given": {str(index): given for index, given in sorted(self.given.items())},
            "averages": {str(index): str(average) for index, average in sorted(averages.items())},
            "total": str(total.quantize(Decimal("0.1"))),
            "standing": (reached[0] if reached else len(bounds)) if enough else None,
        }


main()
