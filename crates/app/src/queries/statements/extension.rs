//! Apologies.

use store::Statement;

statements! {
    /// How often each unit set a date anew in a year, the most first.
    APOLOGIES_OF_YEAR = "SELECT unit, n FROM apology_count WHERE tenant = $1 AND year = $2 AND n > 0 ORDER BY n DESC, unit LIMIT 500";
}
