//! Who signs in whose place.

use store::Statement;

statements! {
    /// Everything ever granted here, in the order granted: read with the edited things, of which there are as few.
    DELEGATIONS = "SELECT delegation, sign_as, giver, receiver, procedures, fields, actions, number, dated, file, from_at, until_at, \
        catalogue_row, granted_by, granted_at, taken_back_by, taken_back_at, reason FROM delegation_row WHERE tenant = $1 \
        ORDER BY delegation LIMIT 50000";
}
