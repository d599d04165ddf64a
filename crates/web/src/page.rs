//! What every page knows: who asks, in which language, the proof for its forms, where its assets are.

use crate::assets;
use crate::parts::{Hidden, Icon, icon};
use crate::words::{Lang, T};
use askama::Template;
use axum::response::{Html, IntoResponse, Response};
use calendar::Millis;
use domain::catalogue::Role;
use std::sync::Arc;

/// Người đang đăng nhập.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct User {
    /// Person code.
    pub person: String,
    /// Họ và tên.
    pub name: String,
    /// `ông`, `bà`.
    pub address: String,
    /// Position code.
    pub position: String,
    /// Unit of the position.
    pub unit: String,
    /// Its Vietnamese name.
    pub unit_name: String,
    /// Its English name.
    pub unit_name_en: String,
    /// What the position does.
    pub role: Role,
    /// Title.
    pub title: String,
    /// English title.
    pub title_en: String,
}

impl User {
    /// Who hands in commands.
    #[must_use]
    pub fn actor(&self) -> app::Actor {
        app::Actor::Staff {
            person: self.person.clone(),
            position: self.position.clone(),
            unit: self.unit.clone(),
        }
    }

    /// The room somebody of this role works in.
    #[must_use]
    pub const fn home(&self) -> &'static str {
        crate::surroundings::home_of(self.role)
    }

    /// `bà Hà`: Vietnamese people are called by their given name.
    #[must_use]
    pub fn short(&self) -> String {
        let given = self.name.rsplit(' ').next().unwrap_or(&self.name);
        let mut letters = self.address.chars();
        let address: String =
            letters.next().map_or_else(String::new, |first| first.to_uppercase().chain(letters).collect());
        format!("{address} {given}").trim().to_owned()
    }
}

/// Trung tâm: who is behind these pages, for the masthead and the foot.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Centre {
    /// Vietnamese name.
    pub name: String,
    /// English name.
    pub name_en: String,
    /// Telephone as digits, of no length when unknown.
    pub phone: String,
}

/// One page's surroundings. Handlers get it as an argument and put it into their template as `page`.
#[derive(Clone, Debug)]
pub struct Page {
    /// Texts in the reader's language.
    pub t: T,
    /// Path, without the question.
    pub path: String,
    /// The question of the address, without the language.
    pub query: String,
    /// Now, by the application's clock.
    pub now: Millis,
    /// Number of the last change that was told before it was read: what comes later it hears of.
    pub seq: i64,
    /// True when an open page asks for a part of itself again, and no person looks at the rest.
    pub fragment: bool,
    /// Who is signed in.
    pub user: Option<User>,
    /// The proof every form carries.
    pub csrf: String,
    /// True on a demonstration server.
    pub demo: bool,
    /// True while the demonstration's crowd is still at work.
    pub filling: bool,
    /// What was just done, said once.
    pub said: String,
    /// It says why something was not done.
    pub said_no: bool,
    /// The centre.
    pub centre: Arc<Centre>,
}

impl Page {
    /// Texts in the reader's language.
    #[must_use]
    pub const fn lang(&self) -> Lang {
        self.t.lang()
    }

    /// The address of an asset.
    #[must_use]
    pub fn asset(&self, name: &str) -> String {
        assets::address(name)
    }

    /// An icon.
    #[must_use]
    pub const fn icon(&self, name: &'static str) -> Icon {
        icon(name)
    }

    /// What every form carries; a new command id each time it is asked for.
    #[must_use]
    pub fn hidden(&self) -> Hidden {
        Hidden { csrf: self.csrf.clone(), command_id: crate::session::token() }
    }

    /// This page in the other language.
    #[must_use]
    pub fn other_language(&self) -> String {
        let lang = self.lang().other().tag();
        if self.query.is_empty() {
            format!("{}?lang={lang}", self.path)
        } else {
            format!("{}?{}&lang={lang}", self.path, self.query)
        }
    }

    /// The centre's name in the reader's language.
    #[must_use]
    pub fn centre_name(&self) -> &str {
        self.t.name(&self.centre.name, &self.centre.name_en)
    }

    /// True when the address is this very one.
    #[must_use]
    pub fn is(&self, path: &str) -> bool {
        self.path == path
    }

    /// True when the address is this one or below it.
    #[must_use]
    pub fn at(&self, path: &str) -> bool {
        self.path == path
            || (path != "/" && self.path.starts_with(path) && self.path[path.len()..].starts_with('/'))
    }

    /// Where the signed-in person works, for the top bar.
    #[must_use]
    pub fn unit_name(&self) -> &str {
        self.user.as_ref().map_or("", |user| self.t.name(&user.unit_name, &user.unit_name_en))
    }

    /// A page for tests, the styleguide and previews.
    #[must_use]
    pub fn sample(lang: Lang, path: &str, now: Millis) -> Self {
        Self {
            t: T::new(lang),
            path: path.to_owned(),
            query: String::new(),
            now,
            fragment: false,
            user: None,
            csrf: "sample".to_owned(),
            demo: true,
            filling: false,
            said: String::new(),
            seq: 0,
            said_no: false,
            centre: Arc::new(Centre {
                name: "Trung tâm Phục vụ hành chính công tỉnh Quảng Ninh".to_owned(),
                name_en: "Quảng Ninh Provincial Public Administrative Service Centre".to_owned(),
                phone: String::new(),
            }),
        }
    }
}

/// Answers with a template.
///
/// # Panics
/// When a template cannot be rendered: only when a value's own formatting fails, which none of ours does.
#[must_use]
pub fn html<P: Template>(page: &P) -> Response {
    let text = page.render().expect("templates write to memory");
    Html(text).into_response()
}

/// Answers a form that was done: on to a page (303), where the words of `said.<key>` are said once. `value` stands where the
/// text has `{value}`: a ticket's label, a dossier's code; never anything about a person.
#[must_use]
pub fn done(to: &str, key: &str, value: &str, secure: bool) -> Response {
    let plain: String =
        value.chars().filter(|sign| sign.is_ascii_alphanumeric() || matches!(sign, '.' | '-')).collect();
    let said = if plain.is_empty() { key.to_owned() } else { format!("{key}~{plain}") };
    let mut answer = axum::response::Redirect::to(to).into_response();
    let cookie = crate::session::set_cookie(crate::surroundings::SAID, &said, Some(60), secure);
    answer.headers_mut().append(axum::http::header::SET_COOKIE, cookie);
    answer
}
