use crate::document::Kind;
use std::path::PathBuf;

/// Why there is no document.
#[derive(Debug, thiserror::Error)]
pub enum DocumentError {
    /// No form is known under this issuing text.
    #[error("no forms are known under the issuing text {0:?}")]
    UnknownIssuing(String),
    /// The issuing text is known, but it has no form of this kind.
    #[error("{issuing:?} has no form of the kind {kind:?}")]
    UnknownForm {
        /// The text that issued the set.
        issuing: String,
        /// What was asked for.
        kind: Kind,
    },
    /// `forms.toml` could not be read.
    #[error("the list of forms ({origin}) is wrong")]
    Catalogue {
        /// Which list: the shipped one or a file of the operator.
        origin: String,
        /// What is wrong.
        #[source]
        source: Box<toml::de::Error>,
    },
    /// The list names a form whose layout is not there.
    #[error("the form {issuing:?} {kind:?} has no layout {path}")]
    NoLayout {
        /// The text that issued the set.
        issuing: String,
        /// Which form.
        kind: Kind,
        /// Where the layout was looked for, inside the forms folder.
        path: String,
    },
    /// The operator's folder of layouts could not be read.
    #[error("the layouts under {} could not be read", .path.display())]
    Overrides {
        /// The folder or the file in it.
        path: PathBuf,
        /// What the system said.
        #[source]
        source: std::io::Error,
    },
    /// A bundled font is damaged.
    #[error("the bundled font {0} could not be read")]
    Font(&'static str),
    /// The layout could not be set. Says where in the layout; quotes no data of the document.
    #[error("{form}: {}", .problems.join("; "))]
    Layout {
        /// Path of the layout inside the forms folder.
        form: String,
        /// `file:line: message`, one per problem.
        problems: Vec<String>,
    },
    /// A code to be printed holds more than a QR code can carry.
    #[error("the text of a QR code is too long ({0} bytes)")]
    CodeTooLong(usize),
    /// A barcode may hold printable ASCII only.
    #[error("a barcode may hold printable ASCII only")]
    NotABarcode,
    /// A form for sheets of paper does not come out of a receipt printer.
    #[error("the form {0:?} is not for a roll of paper")]
    NotForARoll(Kind),
    /// No receipt printer is that wide.
    #[error("a ticket is not laid out for {0} dots across")]
    Dots(u32),
    /// No document was handed in.
    #[error("there is nothing to be printed")]
    Nothing,
    /// A table could not be written.
    #[error("the table could not be written")]
    Table(#[source] Box<dyn std::error::Error + Send + Sync>),
}
