//! Requests nobody answers.

use store::Statement;

statements! {
    /// Dossiers that wait for papers under a rule that ends the waiting, those asked longest ago first.
    SILENT = "SELECT dossier, silent_from FROM dossier_row WHERE tenant = $1 AND silent_from <= $2 \
        AND (silent_from > $3 OR (silent_from = $3 AND dossier > $4)) ORDER BY silent_from, dossier LIMIT $5";
}
