//! Licence expressions as packages write them: `MIT OR Apache-2.0`, `(MIT OR Apache-2.0) AND Unicode-3.0`, `MIT/Apache-2.0`.

/// Whether an expression can be met with these licences alone.
pub fn is_met(expression: &str, allowed: &[String]) -> bool {
    let spaced = expression.replace('/', " OR ").replace('(', " ( ").replace(')', " ) ");
    let words: Vec<&str> = spaced.split_whitespace().collect();
    let mut reader = Reader { words: &words, at: 0, allowed, broken: false };
    reader.any_of() && reader.at == words.len() && !reader.broken
}

struct Reader<'a> {
    words: &'a [&'a str],
    at: usize,
    allowed: &'a [String],
    broken: bool,
}

impl Reader<'_> {
    fn take(&mut self, word: &str) -> bool {
        let found = self.words.get(self.at) == Some(&word);
        self.at += usize::from(found);
        found
    }

    /// `OR` binds loosest.
    fn any_of(&mut self) -> bool {
        let mut met = self.all_of();
        while self.take("OR") {
            met |= self.all_of();
        }
        met
    }

    fn all_of(&mut self) -> bool {
        let mut met = self.one();
        while self.take("AND") {
            met &= self.one();
        }
        met
    }

    fn one(&mut self) -> bool {
        if self.take("(") {
            let met = self.any_of();
            self.broken |= !self.take(")");
            return met;
        }
        let Some(name) = self.words.get(self.at) else {
            self.broken = true;
            return false;
        };
        self.at += 1;
        let mut full = (*name).to_owned();
        if self.take("WITH") {
            full = format!("{full} WITH {}", self.words.get(self.at).unwrap_or(&""));
            self.at += 1;
        }
        self.allowed.contains(&full)
    }
}

#[cfg(test)]
mod tests {
    use super::is_met;

    fn met(expression: &str) -> bool {
        is_met(
            expression,
            &["MIT".to_owned(), "Apache-2.0".to_owned(), "Apache-2.0 WITH LLVM-exception".to_owned()],
        )
    }

    #[test]
    fn one_allowed_choice_is_enough() {
        assert!(met("MIT"));
        assert!(met("GPL-3.0 OR MIT"));
        assert!(met("MIT/Unlicense"));
        assert!(met("GPL-3.0 OR (MIT AND Apache-2.0)"));
        assert!(met("Apache-2.0 WITH LLVM-exception"));
    }

    #[test]
    fn every_part_of_a_sum_must_be_allowed() {
        assert!(!met("MIT AND GPL-3.0"));
        assert!(!met("(MIT OR Apache-2.0) AND Unicode-3.0"));
        assert!(!met("GPL-2.0 WITH Classpath-exception"));
    }

    #[test]
    fn a_broken_expression_is_not_met() {
        for broken in ["", "(MIT", "MIT)", "MIT OR", "MIT MIT"] {
            assert!(!met(broken), "{broken:?}");
        }
    }
}
