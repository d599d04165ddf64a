use serde::{Deserialize, Serialize};
use serde_json::Value;
use serde_json::value::RawValue;

/// A published row exactly as it came, for giving it back: its text, never taken apart and put together again.
#[derive(Clone, Debug, Serialize, Deserialize)]
#[serde(transparent)]
pub struct RawRow(Box<RawValue>);

impl RawRow {
    /// The text of a row.
    ///
    /// # Errors
    /// When it is not JSON.
    pub fn try_new(text: &str) -> Result<Self, serde_json::Error> {
        RawValue::from_string(text.trim().to_owned()).map(Self)
    }

    /// Its text.
    #[must_use]
    pub fn text(&self) -> &str {
        self.0.get()
    }
}

/// Equal when they say the same: spaces and the order of fields do not make a new version of a procedure.
impl PartialEq for RawRow {
    fn eq(&self, other: &Self) -> bool {
        let parsed = |row: &Self| serde_json::from_str::<Value>(row.text()).ok();
        self.text() == other.text()
            || matches!((parsed(self), parsed(other)), (Some(one), Some(two)) if one == two)
    }
}

impl Eq for RawRow {}
