"""Has pm4py read the object-centric log that `motcua export ocel` wrote, and holds what it read against what was said to be written.

Events and objects by kind and the relations between them are the same; every dossier is one object; each thing the log of cases of the same
journal says was done is an event of the other log too, at the same instant. Nothing in it has the name of anybody.

    log-objects.py LOG.json SAID.json CASES.xes[.gz]
"""

import collections
import json
import sys

import pm4py

# What was done in a step: the log of cases has an event for each of these.
DONE = {"StepFinished", "StepNoted", "AfterCloseNoted"}


def instants(column):
    return column.dt.tz_convert("UTC").dt.as_unit("ms").astype("int64")


def main(file, said_in, cases_in):
    log = pm4py.read_ocel2_json(file)
    with open(said_in, encoding="utf-8") as text:
        said = json.load(text)
    with open(file, encoding="utf-8") as text:
        written = json.load(text)
    changes = sum(
        max(0, sum(1 for one in each["attributes"] if one["name"] == name) - 1)
        for each in written["objects"]
        for name in {one["name"] for one in each["attributes"]}
    )
    cases = pm4py.read_xes(cases_in, return_legacy_log_object=False, show_progress_bar=False)
    done = log.events[log.events["ocel:activity"].isin(DONE)]
    pairs = {
        "events by kind": (said["by_event_type"], dict(collections.Counter(log.events["ocel:activity"]))),
        "objects by kind": (said["by_object_type"], dict(collections.Counter(log.objects["ocel:type"]))),
        "events": (said["events"], len(log.events)),
        "objects": (said["objects"], len(log.objects)),
        "relations": (said["relations"], sum(len(one["relationships"]) for one in written["events"])),
        # An event may name a person twice, as who did it and as who got it; pm4py keeps one of the two.
        "pairs of event and object": (
            {(one["id"], of["objectId"]) for one in written["events"] for of in one["relationships"]},
            set(zip(log.relations["ocel:eid"], log.relations["ocel:oid"])),
        ),
        "relations of objects": (said["object_relations"], len(log.o2o)),
        "changes of attributes": (changes, len(log.object_changes)),
        "dossiers": (cases["case:concept:name"].nunique(), said["by_object_type"].get("dossier", 0)),
        "things done": (
            collections.Counter(zip(cases["concept:name"], instants(cases["time:timestamp"]))),
            collections.Counter(zip(done["step"], instants(done["ocel:timestamp"]))),
        ),
    }
    wrong = [f"{what}: expected {expected}, pm4py has {found}" for what, (expected, found) in pairs.items() if expected != found]
    persons = [one for one in log.objects["ocel:oid"] if one.startswith("person:")]
    wrong += [f"{one} is no number" for one in persons if not one.removeprefix("person:").isdigit()]
    if not persons or len(said["by_object_type"]) < 3 or len(said["by_event_type"]) < 2:
        wrong.append("hardly anything is in it, nothing would be shown")
    if wrong:
        sys.exit("\n".join(line[:2000] for line in wrong))
    print(
        f"equal: {said['events']} events of {len(said['by_event_type'])} kinds, {said['objects']} objects of "
        f"{len(said['by_object_type'])} kinds, {said['relations']} + {said['object_relations']} relations, {changes} changes"
    )


if __name__ == "__main__":
    if len(sys.argv) != 4:
        sys.exit(__doc__)
    main(*sys.argv[1:])
