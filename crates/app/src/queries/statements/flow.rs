//! Ways dossiers took.

use store::Statement;

statements! {
    /// The steps of the dossiers of a procedure received in a period, of the newest `$8` of them, in the order they began; with when whoever
    /// finished a step had finished the step before it, in whichever dossier. The last step of a dossier that waits for papers is not found
    /// so: lists keep it at the far end of time.
    FLOW_STEPS = "WITH chosen AS (SELECT s.dossier, s.code, s.received_at, s.ready_at, s.is_open FROM dossier_row s \
        WHERE s.tenant = $1 AND s.procedure = $6 AND s.publisher = $7 AND s.received_at >= $2 AND s.received_at < $3 \
        AND ($4 = '' OR LENGTH(REPLACE($4, ',' || s.receiving_unit || ',', '')) < LENGTH($4)) \
        AND ($5 = '' OR LENGTH(REPLACE($5, ',' || s.handling_unit || ',', '')) < LENGTH($5)) \
        ORDER BY s.received_at DESC, s.dossier DESC LIMIT $8) \
        SELECT chosen.dossier, chosen.code, chosen.received_at, chosen.ready_at, chosen.is_open, t.turn, t.name, t.kind, t.unit, t.person, t.started_at, t.finished_at, \
        t.counted, CASE WHEN t.person = '' OR t.finished_at IS NULL THEN NULL ELSE (SELECT MAX(p.order_at) FROM step_row p \
        WHERE p.tenant = $1 AND p.person = t.person AND p.is_open = 0 AND p.order_at < t.finished_at) END \
        FROM chosen JOIN step_row t ON t.tenant = $1 AND t.dossier = chosen.dossier ORDER BY chosen.received_at DESC, chosen.dossier DESC, t.turn";
    /// How many those dossiers are, counted up to `$8`.
    FLOW_COUNT = "SELECT COUNT(*) FROM (SELECT 1 AS one FROM dossier_row s WHERE s.tenant = $1 AND s.procedure = $6 AND s.publisher = $7 \
        AND s.received_at >= $2 AND s.received_at < $3 \
        AND ($4 = '' OR LENGTH(REPLACE($4, ',' || s.receiving_unit || ',', '')) < LENGTH($4)) \
        AND ($5 = '' OR LENGTH(REPLACE($5, ',' || s.handling_unit || ',', '')) < LENGTH($5)) LIMIT $8) AS few";
}
