"""Holds the event log that `motcua export xes` writes of a replayed log against the log it was replayed from.

Both are read by pm4py, a reader of other people. The expectation comes from the source alone: the same cases, and in each the
same events with their activity, their resource and their instant, each as often as there.

    log-equality.py SOURCE.xes[.gz] EXPORTED.xes[.gz]
"""

import collections
import sys

import pm4py

COLUMNS = ["case:concept:name", "concept:name", "org:resource", "time:timestamp"]
SHOWN = 10


def events(file):
    """How often each event occurs: case, activity, resource, milliseconds since 1970."""
    log = pm4py.read_xes(file, return_legacy_log_object=False, show_progress_bar=False)
    missing = [column for column in COLUMNS if column not in log.columns]
    if missing:
        sys.exit(f"{file}: pm4py finds no {', '.join(missing)}")
    instants = log["time:timestamp"].dt.tz_convert("UTC").dt.as_unit("ms").astype("int64")
    texts = (log[column].fillna("").astype(str) for column in COLUMNS[:3])
    return collections.Counter(zip(*texts, instants))


def main(source, exported):
    expected, found = events(source), events(exported)
    cases, activities, resources = (len({event[at] for event in expected}) for at in range(3))
    if not expected or cases < 2 or activities < 2:
        sys.exit(f"{source}: hardly anything is in it, nothing would be shown")
    print(
        f"{source}: {cases} cases, {expected.total()} events, {activities} activities, {resources} resources"
    )
    wrong = False
    for what, events_of in (("missing", expected - found), ("not in the source", found - expected)):
        if events_of:
            wrong = True
            print(f"{events_of.total()} events {what}, for instance:")
            for event in sorted(events_of)[:SHOWN]:
                print(f"  {event}")
    if wrong:
        sys.exit(1)
    print(f"equal: {found.total()} events")


if __name__ == "__main__":
    if len(sys.argv) != 3:
        sys.exit(__doc__)
    main(*sys.argv[1:])
