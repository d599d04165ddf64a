"""Holds what `motcua tool mine` finds in an event log against what pm4py finds in it: every number, exactly.

Variants, how long each case lasted, what followed what with its times, what began and ended, what was done again, who gave it
to whom. Times are compared in whole milliseconds, as the log has them; counts as counts. The second file is what
`motcua tool mine LOG --json` printed.

    log-mining.py LOG.xes[.gz] MINED.json
"""

import collections
import json
import sys

import pm4py

SHOWN = 10


def ms(seconds):
    """pm4py counts in seconds, as floats: the log has milliseconds, and no sum here comes near what a float cannot tell apart."""
    return round(float(seconds) * 1000)


def theirs(file):
    log = pm4py.read_xes(file, return_legacy_log_object=False, show_progress_bar=False)
    # pm4py counts only over what both have: a thing done by nobody is done by the person without a name.
    log["org:resource"] = log["org:resource"].fillna("")
    counts, starts, ends = pm4py.discover_dfg(log)
    times, _, _ = pm4py.discover_performance_dfg(log)
    network = pm4py.discover_handover_of_work_network(log).connections
    followed = sum(counts.values())
    return {
        "cases": log["case:concept:name"].nunique(),
        "events": len(log),
        "variants": {tuple(way): cases for way, cases in pm4py.get_variants(log).items()},
        "durations": collections.Counter(ms(lasted) for lasted in pm4py.get_all_case_durations(log)),
        "starts": dict(starts),
        "ends": dict(ends),
        "start activities": dict(pm4py.get_start_activities(log)),
        "end activities": dict(pm4py.get_end_activities(log)),
        "follows": dict(counts),
        "times": {
            pair: (ms(of["sum"]), ms(of["min"]), ms(of["max"]), round(float(of["median"]) * 2000)) for pair, of in times.items()
        },
        "activities": dict(pm4py.get_event_attribute_values(log, "concept:name")),
        "cases again": dict(pm4py.get_rework_cases_per_activity(log)),
        # A share of all: as a count of things that followed a thing.
        "persons": {pair: round(share * followed) for pair, share in network.items()},
        "persons, exactly": {pair: share for pair, share in network.items()},
    }


def ours(file):
    with open(file, encoding="utf-8") as text:
        mined = json.load(text)
    followed = sum(one["times"] for one in mined["follows"])
    persons = {(one["from"], one["to"]): one["times"] for one in mined["persons"]}
    return {
        "cases": mined["cases"],
        "events": mined["events"],
        "variants": {tuple(one["activities"]): one["cases"] for one in mined["variants"]},
        "durations": collections.Counter(mined["durations_ms"]),
        "starts": {one["activity"]: one["times"] for one in mined["starts"]},
        "ends": {one["activity"]: one["times"] for one in mined["ends"]},
        "start activities": {one["activity"]: one["times"] for one in mined["starts"]},
        "end activities": {one["activity"]: one["times"] for one in mined["ends"]},
        "follows": {(one["from"], one["to"]): one["times"] for one in mined["follows"]},
        "times": {
            (one["from"], one["to"]): (one["sum_ms"], one["min_ms"], one["max_ms"], sum(one["middle_ms"]))
            for one in mined["follows"]
        },
        "activities": {one["activity"]: one["times"] for one in mined["activities"]},
        "cases again": {one["activity"]: one["cases_again"] for one in mined["activities"] if one["cases_again"]},
        "persons": persons,
        "persons, exactly": {pair: times / followed for pair, times in persons.items()},
    }


def differences(what, expected, found):
    if expected == found:
        return []
    if not isinstance(expected, dict):
        return [f"{what}: pm4py {expected}, motcua {found}"]
    keys = sorted((key for key in expected.keys() | found.keys() if expected.get(key) != found.get(key)), key=str)
    shown = [f"{what}: {key}: pm4py {expected.get(key)}, motcua {found.get(key)}" for key in keys[:SHOWN]]
    return shown + ([f"{what}: and {len(keys) - SHOWN} more"] if len(keys) > SHOWN else [])


def main(log, mined):
    expected, found = theirs(log), ours(mined)
    if expected["cases"] < 2 or len(expected["follows"]) < 2 or len(expected["persons"]) < 2:
        sys.exit(f"{log}: hardly anything is in it, nothing would be shown")
    wrong = [line for what in expected for line in differences(what, expected[what], found[what])]
    if wrong:
        sys.exit("\n".join(wrong))
    print(
        f"equal: {found['cases']} cases, {len(found['variants'])} variants, {found['durations'].total()} durations, "
        f"{len(found['follows'])} pairs followed {sum(found['follows'].values())} times, "
        f"{sum(found['cases again'].values())} cases with something again, {len(found['persons'])} pairs of persons"
    )


if __name__ == "__main__":
    if len(sys.argv) != 3:
        sys.exit(__doc__)
    main(*sys.argv[1:])
