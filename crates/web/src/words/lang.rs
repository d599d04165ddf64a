/// Ngôn ngữ.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Lang {
    /// Tiếng Việt: the source language.
    #[default]
    Vi,
    /// English.
    En,
}

impl Lang {
    /// The tag of pages and cookies.
    #[must_use]
    pub const fn tag(self) -> &'static str {
        match self {
            Self::Vi => "vi",
            Self::En => "en",
        }
    }

    /// The language of a tag.
    #[must_use]
    pub fn from_tag(tag: &str) -> Option<Self> {
        match tag {
            "vi" => Some(Self::Vi),
            "en" => Some(Self::En),
            _ => None,
        }
    }

    /// The other one.
    #[must_use]
    pub const fn other(self) -> Self {
        match self {
            Self::Vi => Self::En,
            Self::En => Self::Vi,
        }
    }

    /// The first language of an `Accept-Language` header that there is, Vietnamese when there is none. Order as
    /// written: browsers send the preferred one first.
    #[must_use]
    pub fn accepted(header: &str) -> Self {
        header
            .split(',')
            .filter_map(|part| Self::from_tag(part.split([';', '-']).next()?.trim()))
            .next()
            .unwrap_or_default()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_browsers_wish_is_followed_and_vietnamese_is_the_default() {
        for (header, lang) in [
            ("", Lang::Vi),
            ("vi-VN,vi;q=0.9,en;q=0.8", Lang::Vi),
            ("en-GB,en;q=0.9", Lang::En),
            ("fr-FR, de;q=0.8, en;q=0.5", Lang::En),
            ("fr", Lang::Vi),
        ] {
            assert_eq!(Lang::accepted(header), lang, "{header}");
        }
    }
}
