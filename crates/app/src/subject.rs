//! Chủ thể: the personal data of people and organisations, kept in a side table. Events hold the subject's id, the
//! version and a salted digest; erasing the row leaves the chain of events whole.

use domain::dossier::Party;
use domain::kernel::{SubjectId, Violation};
use serde::{Deserialize, Serialize};
use sha2::{Digest, Sha256};

/// Cá nhân, tổ chức, or a text that belongs to one dossier.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum SubjectKind {
    /// Cá nhân.
    #[default]
    Person,
    /// Tổ chức.
    Organisation,
    /// The content of a request, the text of a result.
    Text,
}

/// What is known of a subject. Empty fields were not given.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct SubjectData {
    /// Person, organisation or text.
    pub kind: SubjectKind,
    /// Họ và tên, tên tổ chức.
    pub name: String,
    /// Số định danh cá nhân, mã số tổ chức: digits only.
    pub id_number: String,
    /// Digits only, from 0.
    pub phone: String,
    /// Thư điện tử.
    pub email: String,
    /// Địa chỉ.
    pub address: String,
    /// Nội dung yêu cầu giải quyết, nội dung kết quả.
    pub text: String,
    /// Nơi nhận, hình thức nhận kết quả.
    pub delivery: String,
    /// `vi` or `en`: the language the person is written to in.
    pub language: String,
    /// Random salt of the digest: without it a digest of a twelve-digit number could be guessed.
    pub salt: String,
}

impl SubjectData {
    /// Names everything that is wrong with an applicant's data, by form field with that prefix.
    #[must_use]
    pub fn violations(&self, prefix: &str) -> Vec<Violation> {
        let field = |name: &str| format!("{prefix}{name}");
        let mut violations = Vec::new();
        if self.name.trim().is_empty() {
            violations.push(Violation::new(&field("name"), "name_missing"));
        }
        if !self.id_number.is_empty() && !id_number_plausible(self.kind, &self.id_number) {
            violations.push(
                Violation::new(&field("id_number"), "id_number_malformed")
                    .with("digits", self.id_number.len()),
            );
        }
        if !self.phone.is_empty() && !phone_plausible(&self.phone) {
            violations
                .push(Violation::new(&field("phone"), "phone_malformed").with("digits", self.phone.len()));
        }
        if !self.email.is_empty() && !email_plausible(&self.email) {
            violations.push(Violation::new(&field("email"), "email_malformed"));
        }
        violations
    }

    /// What events keep of this version.
    #[must_use]
    pub fn party(&self, subject: SubjectId, version: i64) -> Party {
        Party { subject, version, digest: self.digest() }
    }

    /// As it is kept in the side table.
    pub(crate) fn write(&self, id: SubjectId, version: i64, digest: &str) -> store::SubjectWrite {
        store::SubjectWrite {
            id,
            version,
            body: serde_json::to_string(self).expect("text fields only"),
            name_folded: domain::catalogue::fold(&self.name),
            phone: self.phone.clone(),
            id_number: self.id_number.clone(),
            digest: digest.to_owned(),
        }
    }

    /// SHA-256 over the exact stored text, salt included.
    #[must_use]
    pub fn digest(&self) -> String {
        let bytes = serde_json::to_vec(self).expect("text fields only");
        Sha256::digest(&bytes).iter().map(|byte| format!("{byte:02x}")).collect()
    }
}

/// Twelve digits for a person, nine for an old identity card; ten or thirteen for an organisation's tax code.
fn id_number_plausible(kind: SubjectKind, number: &str) -> bool {
    let digits = number.bytes().all(|byte| byte.is_ascii_digit());
    match kind {
        SubjectKind::Person => digits && matches!(number.len(), 9 | 12),
        SubjectKind::Organisation => digits && matches!(number.len(), 10 | 13),
        SubjectKind::Text => true,
    }
}

fn phone_plausible(phone: &str) -> bool {
    phone.starts_with('0')
        && matches!(phone.len(), 10 | 11)
        && phone.bytes().all(|byte| byte.is_ascii_digit())
}

fn email_plausible(email: &str) -> bool {
    match email.split_once('@') {
        Some((user, host)) => {
            !user.is_empty()
                && host.contains('.')
                && !host.starts_with('.')
                && !email.contains(char::is_whitespace)
        }
        None => false,
    }
}

/// A pasted phone or identity number with spaces, dots or a country code, as digits.
#[must_use]
pub fn digits(pasted: &str) -> String {
    let digits: String = pasted.chars().filter(char::is_ascii_digit).collect();
    match digits.strip_prefix("84") {
        Some(rest) if pasted.trim_start().starts_with('+') => format!("0{rest}"),
        _ => digits,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn person() -> SubjectData {
        SubjectData {
            name: "Nguyễn Thị Mẫu".to_owned(),
            id_number: "022188004217".to_owned(),
            phone: "0912345678".to_owned(),
            salt: "s".to_owned(),
            ..SubjectData::default()
        }
    }

    #[test]
    fn a_pasted_phone_is_accepted_with_spaces_and_country_code() {
        assert_eq!(digits("0912 345 678"), "0912345678");
        assert_eq!(digits("+84 912.345.678"), "0912345678");
        assert_eq!(digits("022 188 004 217"), "022188004217");
    }

    #[test]
    fn everything_that_is_wrong_is_named_at_once() {
        let wrong = SubjectData {
            id_number: "123".to_owned(),
            phone: "12".to_owned(),
            email: "nobody".to_owned(),
            ..SubjectData::default()
        };
        let fields: Vec<_> = wrong.violations("applicant_").into_iter().map(|wrong| wrong.field).collect();
        assert_eq!(fields, ["applicant_name", "applicant_id_number", "applicant_phone", "applicant_email"]);
        assert!(person().violations("").is_empty());
    }

    #[test]
    fn the_digest_depends_on_the_salt_so_it_cannot_be_guessed_from_the_number() {
        let other = SubjectData { salt: "t".to_owned(), ..person() };
        assert_ne!(person().digest(), other.digest());
    }
}
