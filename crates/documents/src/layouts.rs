//! The forms as data: `forms.toml` says what there is, one Typst file a form says how it looks.

use crate::document::Kind;
use crate::error::DocumentError;
use jiff::civil::Date;
use rust_embed::RustEmbed;
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;
use std::path::Path;
use typst::foundations::Bytes;
use typst::syntax::{FileId, RootedPath, Source, VirtualPath, VirtualRoot};

/// Name under which our own papers stand in `forms.toml`.
pub const OURS: &str = "motcua";

const CATALOGUE: &str = "forms.toml";

#[derive(RustEmbed)]
#[folder = "../../data/forms"]
struct Shipped;

/// Biểu mẫu: one form of one issuing text.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Form {
    /// The text that issued it, e.g. "03/2025/TT-VPCP", or [`OURS`].
    pub issuing: String,
    /// What it is for.
    pub kind: Kind,
    /// Its number as printed ("Mẫu số 01"), of no length for ours. Never a key: numbers shift between circulars.
    pub number: String,
    /// Its title in Vietnamese.
    pub title: String,
    /// Paper, as the layout understands it.
    pub paper: Paper,
    /// Whether later pages bear the dossier's code and their number. Costs a second setting of documents longer than one page.
    #[serde(default = "yes")]
    pub numbered: bool,
    /// First day it is used.
    pub valid_from: Date,
    /// First day it is no longer used.
    pub valid_to: Option<Date>,
    /// Where it was read.
    pub source: String,
    /// What of it was confirmed in a source.
    pub confirmed: String,
    /// What is remembered only, and to be compared with the gazette before use.
    pub recalled: String,
}

const fn yes() -> bool {
    true
}

/// Khổ giấy.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Paper {
    /// 210 x 297 mm.
    A4,
    /// 148 x 210 mm.
    A5,
    /// 210 x 148 mm.
    A5Landscape,
    /// Thermal roll, 80 mm wide, as long as the text.
    Roll80,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Catalogue {
    form: Vec<Form>,
}

pub(crate) struct Layouts {
    forms: Vec<Form>,
    sources: BTreeMap<String, Source>,
    files: BTreeMap<String, Bytes>,
}

impl Layouts {
    /// The shipped forms, then those of the operator's folder: a file of the same path takes the shipped one's place, an entry of its
    /// `forms.toml` that of the same issuing text and kind.
    pub(crate) fn load(overrides: Option<&Path>) -> Result<Self, DocumentError> {
        let mut layouts = Self { forms: Vec::new(), sources: BTreeMap::new(), files: BTreeMap::new() };
        for path in Shipped::iter() {
            let file = Shipped::get(&path).expect("it was just listed");
            layouts.add(&path, file.data.into_owned(), "shipped")?;
        }
        if let Some(folder) = overrides {
            for (path, bytes) in read_folder(folder)? {
                layouts.add(&path, bytes, &folder.display().to_string())?;
            }
        }
        for form in &layouts.forms {
            let path = layout_path(form);
            if !layouts.sources.contains_key(&path) {
                return Err(DocumentError::NoLayout { issuing: form.issuing.clone(), kind: form.kind, path });
            }
        }
        Ok(layouts)
    }

    pub(crate) fn forms(&self) -> &[Form] {
        &self.forms
    }

    /// The form for a document. Papers of our own are found under every issuing text that is known.
    pub(crate) fn find(&self, issuing: &str, kind: Kind) -> Result<(&Form, &Source), DocumentError> {
        if !self.forms.iter().any(|form| form.issuing == issuing) {
            return Err(DocumentError::UnknownIssuing(issuing.to_owned()));
        }
        let form = [issuing, OURS]
            .into_iter()
            .find_map(|text| self.forms.iter().find(|form| form.issuing == text && form.kind == kind))
            .ok_or_else(|| DocumentError::UnknownForm { issuing: issuing.to_owned(), kind })?;
        Ok((form, &self.sources[&layout_path(form)]))
    }

    pub(crate) fn source(&self, path: &str) -> Option<&Source> {
        self.sources.get(path)
    }

    pub(crate) fn file(&self, path: &str) -> Option<&Bytes> {
        self.files.get(path)
    }

    fn add(&mut self, path: &str, bytes: Vec<u8>, origin: &str) -> Result<(), DocumentError> {
        if path == CATALOGUE {
            return self.add_catalogue(&String::from_utf8_lossy(&bytes), origin);
        }
        let path = format!("/{path}");
        let Some(id) = file_id(&path) else { return Ok(()) };
        if has_extension(&path, "typ") {
            let text = String::from_utf8_lossy(&bytes).into_owned();
            self.sources.insert(path, Source::new(id, text));
        } else if has_extension(&path, "svg") || has_extension(&path, "png") {
            self.files.insert(path, Bytes::new(bytes));
        }
        Ok(())
    }

    fn add_catalogue(&mut self, text: &str, origin: &str) -> Result<(), DocumentError> {
        let listed: Catalogue = toml::from_str(text).map_err(|source| DocumentError::Catalogue {
            origin: origin.to_owned(),
            source: Box::new(source),
        })?;
        for form in listed.form {
            self.forms.retain(|known| (&known.issuing, known.kind) != (&form.issuing, form.kind));
            self.forms.push(form);
        }
        Ok(())
    }
}

/// `03/2025/TT-VPCP`, receipt: `/03-2025-TT-VPCP/receipt.typ`.
pub(crate) fn layout_path(form: &Form) -> String {
    format!("/{}/{}.typ", form.issuing.replace('/', "-"), form.kind.word())
}

/// The engine's name for a path inside the forms folder. None for a path that leaves it.
pub(crate) fn file_id(path: &str) -> Option<FileId> {
    Some(RootedPath::new(VirtualRoot::Project, VirtualPath::new(path).ok()?).intern())
}

fn has_extension(path: &str, extension: &str) -> bool {
    Path::new(path).extension().is_some_and(|found| found.eq_ignore_ascii_case(extension))
}

/// Files of a folder and the folders in it, by path inside it, sorted.
fn read_folder(folder: &Path) -> Result<BTreeMap<String, Vec<u8>>, DocumentError> {
    let mut found = BTreeMap::new();
    let mut open = vec![folder.to_path_buf()];
    while let Some(here) = open.pop() {
        let failed = |source| DocumentError::Overrides { path: here.clone(), source };
        for entry in std::fs::read_dir(&here).map_err(failed)? {
            let path = entry.map_err(failed)?.path();
            if path.is_dir() {
                open.push(path);
                continue;
            }
            let inside = path.strip_prefix(folder).expect("it was found under the folder");
            let name = inside
                .components()
                .map(|part| part.as_os_str().to_string_lossy())
                .collect::<Vec<_>>()
                .join("/");
            let bytes = std::fs::read(&path)
                .map_err(|source| DocumentError::Overrides { path: path.clone(), source })?;
            found.insert(name, bytes);
        }
    }
    Ok(found)
}
