//! What stands over and under a signature.

use super::slips::Maker;
use super::words::given;
use documents::SignatureBlock;
use domain::delegation::SignAs;
use domain::dossier::SignedUnder;

impl Maker<'_> {
    /// The lines over a signature as they were fixed when it was signed; those of before are made from the posts. A draft has the unit's name.
    pub(super) fn signature_block(
        &self,
        agency: &str,
        by: &str,
        position: &str,
        (block, on_behalf_of): (&str, &str),
        under: &SignedUnder,
    ) -> SignatureBlock {
        let mut lines = under.lines.clone();
        if lines.is_empty() {
            let way = SignAs::ALL.into_iter().find(|way| way.mark() == block);
            lines = self.directory.signature(position, agency, way.map(|way| (way, on_behalf_of)));
        }
        if lines.is_empty() {
            lines.push(self.directory.unit_name(agency).to_owned());
        }
        SignatureBlock { lines, signer: self.officer(by), under: None }
    }

    /// The document somebody signed under, with whose it is; none for what was signed in the own post.
    pub(super) fn leans_on(&self, under: &SignedUnder, on_behalf_of: &str) -> Option<String> {
        let document = given(&under.document)?;
        Some(match self.directory.title(on_behalf_of) {
            "" => document,
            title => format!("{document} của {title}"),
        })
    }
}
