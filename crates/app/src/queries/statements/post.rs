//! What came by post.

use store::Statement;

/// Items with the code of their dossier.
macro_rules! items {
    ($which:literal) => {
        concat!(
            "SELECT i.post, i.item, i.hall, i.day, i.sack, i.code, i.status, i.scanned_by, i.scanned_at, i.yellow_at, i.enter_by, \
        i.dossier, i.ended, i.decided_by, i.reason, i.decided_at, COALESCE(NULLIF(d.code, ''), d.provisional, '') \
        FROM post_item_row i LEFT JOIN dossier_row d ON d.tenant = i.tenant AND d.dossier = i.dossier WHERE i.tenant = $1 AND ",
            $which
        )
    };
}

statements! {
    /// Items of a hall that wait.
    POST_ITEMS_WAITING = items!("i.hall = $2 AND i.status = 'waiting' ORDER BY i.enter_by, i.post, i.item LIMIT $3");
    /// Items of a hall that became the same since an instant, the last first.
    POST_ITEMS_DECIDED = items!("i.hall = $2 AND i.status = $3 AND i.decided_at >= $4 \
        ORDER BY i.decided_at DESC, i.post DESC, i.item DESC LIMIT 200");
    /// An item by its number.
    POST_ITEM = items!("i.post = $2 AND i.item = $3");
    /// An item by its code: one that waits, or one of that day that was not struck.
    POST_ITEM_BY_CODE = items!("i.hall = $2 AND i.code = $3 AND (i.status = 'waiting' OR (i.day = $4 AND i.status = 'entered')) \
        ORDER BY i.scanned_at DESC, i.post DESC LIMIT 1");
    /// The item that waits with this draft.
    POST_ITEM_OF_DRAFT = items!("i.dossier = $2 AND i.status = 'waiting' ORDER BY i.post, i.item LIMIT 1");
    /// How many of a hall wait, how many of them too long, and since when.
    POST_COUNTED = "SELECT COUNT(*), CAST(COALESCE(SUM(CASE WHEN enter_by < $3 THEN 1 ELSE 0 END), 0) AS BIGINT), MIN(enter_by) \
        FROM post_item_row WHERE tenant = $1 AND hall = $2 AND status = 'waiting'";
}
