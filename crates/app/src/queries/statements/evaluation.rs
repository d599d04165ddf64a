//! What points are given for.

use store::Statement;

/// Dossiers a period ended with, save those taken back: what each is measured by. `by_law` is of no length without a limit. With
/// `+ 0` nobody looks for an index that is in the order of the groups instead of the one that finds the period.
macro_rules! settled {
    ($scope:expr) => {
        concat!(
            "WITH settled AS (SELECT s.tenant, s.dossier + 0 AS dossier, s.code, s.procedure, s.publisher, s.handling_unit, s.received_at, s.until_at + 0 AS until_at, \
        CASE WHEN s.late_statutory = 9223372036854775807 THEN '' ELSE s.verdict_statutory END AS by_law, \
        s.verdict_first AS by_promise, d.supplements, CASE WHEN EXISTS (SELECT 1 FROM petition_row p WHERE p.tenant = s.tenant \
        AND p.dossier = s.dossier AND p.matter IN ('conduct', 'papers') AND (p.is_open = 1 OR p.upheld = 1)) THEN 1 ELSE 0 END \
        AS complained FROM stretch_row s JOIN dossier_row d ON d.tenant = s.tenant AND d.dossier = s.dossier WHERE s.tenant = $1 \
        AND s.until_at >= $2 AND s.until_at < $3 AND s.outcome IN ('ready', 'stopped')",
            $scope,
            ")"
        )
    };
}

/// A settled dossier with its marks.
macro_rules! marked {
    () => {
        "k.until_at, k.dossier, k.code, k.procedure, k.publisher, k.handling_unit, k.received_at, k.by_law, k.by_promise, \
        k.supplements, k.complained"
    };
}

/// The same of a part of it.
macro_rules! marked_part {
    () => {
        "until_at, dossier, code, procedure, publisher, handling_unit, received_at, by_law, by_promise, supplements, complained, \
        unit, used, allowed"
    };
}

/// Finished steps of those dossiers, of the units `$6` (between commas, of no length for all).
macro_rules! steps_of {
    ($of:literal) => {
        concat!(
            " FROM settled k JOIN step_row t ON t.tenant = k.tenant AND t.dossier = k.dossier WHERE t.finished_at IS NOT NULL \
        AND ($6 = '' OR LENGTH(REPLACE($6, ',' || t.unit || ',', '')) < LENGTH($6))",
            $of
        )
    };
}

/// Minutes used and allowed by steps with time of their own.
macro_rules! minutes {
    () => {
        "CAST(SUM(CASE WHEN t.counted = 1 AND t.allowed_ms > 0 THEN t.used_ms ELSE 0 END) AS BIGINT) / 60000 AS used, \
        CAST(SUM(CASE WHEN t.counted = 1 THEN t.allowed_ms ELSE 0 END) AS BIGINT) / 60000 AS allowed"
    };
}

/// How a time came out: 0 shorter, 1 equal, 2 longer, 3 nothing was allowed.
macro_rules! came {
    () => {
        "CASE WHEN allowed = 0 THEN 3 WHEN used < allowed THEN 0 WHEN used = allowed THEN 1 ELSE 2 END AS came"
    };
}

statements! {
    /// Marks of settled dossiers, counted alike, by leading unit.
    MARKS_OF_UNITS = concat!(settled!(in_scope!()), " SELECT handling_unit, by_law, by_promise, supplements, complained, COUNT(*) \
        FROM settled GROUP BY handling_unit, by_law, by_promise, supplements, complained \
        ORDER BY handling_unit, by_law, by_promise, supplements, complained");
    /// How the time of each unit in each settled dossier came out, counted.
    PARTS_OF_UNITS = concat!(settled!(in_scope!()), ", parts AS (SELECT t.unit, t.dossier, ", minutes!(),
        steps_of!(" GROUP BY t.unit, t.dossier), came AS (SELECT unit, "), came!(),
        " FROM parts) SELECT unit, came, COUNT(*) FROM came GROUP BY unit, came ORDER BY unit, came");
    /// Marks of the settled dossiers in which somebody finished a step, counted alike, by person.
    MARKS_OF_PERSONS = concat!(settled!(in_scope!()), ", parts AS (SELECT t.person, t.dossier, ", minutes!(),
        steps_of!(" AND t.person <> '' GROUP BY t.person, t.dossier), came AS (SELECT person, dossier, "), came!(),
        " FROM parts) SELECT c.person, k.by_law, k.by_promise, k.supplements, k.complained, c.came, COUNT(*) FROM came c \
        JOIN settled k ON k.dossier = c.dossier GROUP BY c.person, k.by_law, k.by_promise, k.supplements, k.complained, c.came \
        ORDER BY c.person, k.by_law, k.by_promise, k.supplements, k.complained, c.came");
    /// The parts of units in settled dossiers, behind a place, in the order settled.
    EVALUATED_PARTS = concat!(settled!(in_scope!()), ", parts AS (SELECT ", marked!(), ", t.unit, ", minutes!(),
        steps_of!(" GROUP BY "), marked!(), ", t.unit) SELECT ", marked_part!(), " FROM parts \
        WHERE (until_at > $7 OR (until_at = $7 AND (dossier > $8 OR (dossier = $8 AND unit > $9)))) \
        ORDER BY until_at, dossier, unit LIMIT $10");
    /// The settled dossiers in which a person finished a step, behind a place, in the order settled.
    EVALUATED_OF_PERSON = concat!(settled!(in_scope!()), ", parts AS (SELECT ", marked!(), ", MIN(t.unit) AS unit, ", minutes!(),
        steps_of!(" AND t.person = $7 GROUP BY "), marked!(), ") SELECT ", marked_part!(), " FROM parts \
        WHERE (until_at > $8 OR (until_at = $8 AND dossier > $9)) ORDER BY until_at, dossier LIMIT $10");
    /// Settled dossiers, behind a place, in the order settled.
    EVALUATED = concat!(settled!(in_scope!()), " SELECT ", marked!(), " FROM settled k \
        WHERE (k.until_at > $6 OR (k.until_at = $6 AND k.dossier > $7)) ORDER BY k.until_at, k.dossier LIMIT $8");
    /// Petitions that were due in a period and those answered in time, by the unit that has to answer.
    FEEDBACK = "SELECT unit, COUNT(*), CAST(SUM(CASE WHEN answered_at <= due_at THEN 1 ELSE 0 END) AS BIGINT) FROM petition_row \
        WHERE tenant = $1 AND due_at >= $2 AND due_at < $3 GROUP BY unit ORDER BY unit";
    /// Dossiers received in a period by leading unit, procedure and channel.
    RECEIVED_BY_UNIT = concat!("SELECT s.handling_unit, s.procedure, s.publisher, s.channel, COUNT(*) FROM stretch_row s \
        WHERE s.tenant = $1 AND s.n = 1 AND s.until_at >= $2 AND s.since >= $2 AND s.since < $3", in_scope!(),
        " GROUP BY s.handling_unit, s.procedure, s.publisher, s.channel");
}
