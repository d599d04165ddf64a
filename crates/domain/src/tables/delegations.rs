//! Who signs in whose place.

use super::{TableDef, index, int, int_null, text};

pub(super) const DELEGATION_ROW: TableDef = TableDef {
    name: "delegation_row",
    about: "What a post gave another to sign in its place.",
    key: &[int("delegation", "stream of the grant")],
    columns: &[
        text("sign_as", "assignment (KT.), delegation (TUQ.), order (TL.)"),
        text("giver", "position that gives"),
        text("receiver", "position that receives"),
        text("procedures", "procedure codes with a space between, of no length for all"),
        text("fields", "field groups with a space between, of no length for all"),
        text("actions", "words of actions with a space between, of no length for every signing"),
        text("number", "number and sign of its document"),
        int("dated", "local date of the document, 0 when unknown"),
        text("file", "SHA-256 of the document's file, of no length without one"),
        int("from_at", "instant from which it holds"),
        int_null("until_at", "instant before which it holds, none until it is taken back"),
        text("catalogue_row", "code of the catalogue row it came with, of no length for none"),
        text("granted_by", "person, of no length when it came with the catalogue"),
        int("granted_at", "instant"),
        text("taken_back_by", "person, of no length while it was not"),
        int_null("taken_back_at", "instant"),
        text("reason", "why it was taken back"),
    ],
    indexes: &[index("delegation_granted", &["sign_as", "granted_at", "delegation"])],
};
