//! A receipt with nothing but what the form cannot do without.

use crate::samples::receipt;
use documents::{Party, Receipt, Signer};

pub fn receipt_without_options() -> Receipt {
    Receipt {
        applicant: Party { name: "Trần Văn An".into(), ..Party::default() },
        owner: None,
        proxy: None,
        request: None,
        papers: Vec::new(),
        committed_time: None,
        due_note: None,
        register: None,
        correction: None,
        submitter: Signer::default(),
        officer: Signer::default(),
        tracking: None,
        ..receipt()
    }
}
