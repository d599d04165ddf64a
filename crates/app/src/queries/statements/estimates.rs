//! What waits are estimated from.

use store::Statement;

statements! {
    /// Visits of a day and hall that began last, with what they were for.
    RECENT_VISITS = "SELECT counter, field, procedure, called_at, finished_at FROM visit_row WHERE tenant = $1 AND hall = $2 AND day = $3 \
        AND called_at IS NOT NULL ORDER BY started_at DESC, visit DESC LIMIT $4";
    /// Who waits in a hall, and for what, in the order of calling.
    STANDING = "SELECT order_at, ticket, field, procedure, counter FROM ticket_row WHERE tenant = $1 AND hall = $2 AND day = $3 \
        AND phase = 'waiting' ORDER BY order_at, ticket LIMIT 5000";
    /// What happened to the tickets of a hall and day, in the order of the journal. The tickets are read first, whatever the order suggests.
    EVENTS_OF_TICKETS = "SELECT j.seq, j.stream, j.version, j.kind, j.name, j.event_schema, j.occurred_at, j.recorded_at, j.actor, j.position, \
        j.on_behalf_of, j.rule, j.command_id, j.ordinal, j.numbers, j.body, j.nonce, j.prev_hash, j.hash \
        FROM ticket_row t CROSS JOIN journal j WHERE t.tenant = $1 AND t.hall = $2 AND t.day = $3 AND j.tenant = t.tenant AND j.stream = t.ticket \
        ORDER BY j.seq";
}
