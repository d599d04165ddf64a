//! Papers: slips filled in by hand, what is carried from the counter to a department, envelopes that come by post.

use super::{TableDef, index, int, int_null, text};

pub(super) const PAD_ROW: TableDef = TableDef {
    name: "pad_row",
    about: "A pad of numbered slips for a counter without power or network.",
    key: &[int("pad", "stream of the pad")],
    columns: &[
        text("hall", "hall code"),
        text("counter", "counter code it was printed for"),
        int("number", "number of the pad in its hall"),
        int("slips", "how many slips it has"),
        int("blank", "how many are blank"),
        text("issued_by", "person"),
        int("issued_at", "instant"),
    ],
    indexes: &[
        index("pad_number", &["hall", "number"]),
        index("pad_counter", &["hall", "counter", "number"]),
    ],
};

pub(super) const SLIP_ROW: TableDef = TableDef {
    name: "slip_row",
    about: "A slip of a pad that is not blank any more.",
    key: &[int("pad", "stream of the pad"), int("slip", "number in the pad")],
    columns: &[
        text("hall", "hall code"),
        text("counter", "counter code"),
        text("label", "as it is printed on the slip"),
        text("status", "entered, confirmed, sent_back, spoiled"),
        int_null("dossier", "stream of the dossier"),
        int_null("received_at", "instant it was filled in before the person, as the slip says"),
        int_null("cash_vnd", "đồng that were taken with it"),
        text("entered_by", "person"),
        int("entered_at", "instant"),
        text("decided_by", "person who confirmed it, sent it back or spoiled it"),
        text("reason", "why it was sent back or spoiled"),
        int_null("decided_at", "instant"),
    ],
    indexes: &[
        index("slip_status", &["hall", "status", "entered_at", "pad", "slip"]),
        index("slip_dossier", &["dossier"]),
    ],
};

pub(super) const PAPER_ROW: TableDef = TableDef {
    name: "paper_row",
    about: "Papers of a dossier on their way from the counter to the department.",
    key: &[int("dossier", "stream of the dossier")],
    columns: &[
        text("code", "dossier code"),
        text("procedure", "procedure code"),
        text("publisher", "publishing body"),
        text("version", "procedure version"),
        text("receiving_unit", "unit that received"),
        text("to_unit", "unit they go to"),
        text("place", "counter, listed"),
        text("officer", "person who received the dossier"),
        int("originals", "originals among them"),
        int("papers", "all of them"),
        int("travel_by", "instant by which they have to leave the counter"),
        text("missed", "why they were struck off the last list, of no length when they were not"),
        int_null("handover", "stream of the list they are on"),
    ],
    indexes: &[
        index("paper_counter", &["receiving_unit", "place", "to_unit", "travel_by", "dossier"]),
        index("paper_department", &["to_unit", "place", "travel_by", "dossier"]),
    ],
};

pub(super) const HANDOVER_ROW: TableDef = TableDef {
    name: "handover_row",
    about: "A list of papers a counter hands to a department.",
    key: &[int("handover", "stream of the list")],
    columns: &[
        text("hall", "hall code"),
        text("to_unit", "unit that receives"),
        int("day", "local date it was drawn up"),
        int("number", "number within the hall and the day"),
        int("lines", "dossiers on it"),
        int("waiting", "dossiers nobody has said anything about yet"),
        int("struck", "dossiers that were not there"),
        text("drawn_by", "person who gives"),
        int("drawn_at", "instant"),
        int("confirm_by", "instant by which every line is to be decided"),
        int("is_open", "1 while a line waits"),
        int_null("closed_at", "instant the last line was decided"),
    ],
    indexes: &[
        index("handover_open", &["hall", "is_open", "drawn_at", "handover"]),
        index("handover_department", &["to_unit", "is_open", "drawn_at", "handover"]),
    ],
};

pub(super) const POST_ITEM_ROW: TableDef = TableDef {
    name: "post_item_row",
    about: "An envelope that came by post.",
    key: &[
        int("post", "stream of what came to a hall on a day"),
        int("item", "number within the hall and the day"),
    ],
    columns: &[
        text("hall", "hall code"),
        int("day", "local date it came"),
        int("sack", "number of the sack within the hall and the day"),
        text("code", "its code: capital letters and digits"),
        text("status", "waiting, entered, struck"),
        text("scanned_by", "person"),
        int("scanned_at", "instant"),
        int("yellow_at", "instant from which it is to be entered soon"),
        int("enter_by", "instant by which it is to be entered"),
        int_null("dossier", "stream of the dossier, of its draft while it waits"),
        text("ended", "received, supplement_asked, refused; of no length before"),
        text("decided_by", "person who entered or struck it"),
        text("reason", "why it was struck"),
        int_null("decided_at", "instant"),
    ],
    indexes: &[
        index("post_item_waiting", &["hall", "status", "enter_by", "post", "item"]),
        index("post_item_decided", &["hall", "status", "decided_at", "post", "item"]),
        index("post_item_code", &["hall", "code", "post", "item"]),
        index("post_item_dossier", &["dossier"]),
    ],
};
