//! Routes, each declared with who may use it.

use crate::gate;
use crate::web::Web;
use axum::handler::Handler;
use axum::http::Method;
use axum::middleware;
use axum::routing::{MethodRouter, get, post};
use policy::Action;

/// Who may use a route. There is no route without one.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Access {
    /// Anybody; the page shows nothing about anybody, or only what the random token in its address opens (the handler asks the
    /// policies for that action).
    Public,
    /// The holder of the random token in the address. The action is asked for in the handler, of what the token opens.
    Token(Action),
    /// Anybody who stands in a hall: kiosk, display, the ticket's page. Commands are executed as the hall's kiosk.
    Hall(Action),
    /// Somebody signed in, about themselves.
    SignedIn,
    /// Somebody signed in whom the policies allow this action on a page of their own unit.
    Staff(Action),
    /// A programme with a token, whose post the policies allow this action at best.
    Machine(Action),
}

impl Access {
    /// The policy action that is asked for, when there is one.
    #[must_use]
    pub const fn action(self) -> Option<Action> {
        match self {
            Self::Public | Self::SignedIn => None,
            Self::Token(action) | Self::Hall(action) | Self::Staff(action) | Self::Machine(action) => {
                Some(action)
            }
        }
    }

    /// True when nobody gets in without signing in.
    #[must_use]
    pub const fn needs_sign_in(self) -> bool {
        matches!(self, Self::SignedIn | Self::Staff(_))
    }
}

/// One route.
#[derive(Clone)]
pub struct Route {
    /// GET or POST.
    pub method: Method,
    /// Path, as axum writes it.
    pub path: &'static str,
    /// Who may use it.
    pub access: Access,
    /// Files may be sent with its form.
    uploads: bool,
    handler: MethodRouter<Web>,
}

impl std::fmt::Debug for Route {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "{} {} {:?}", self.method, self.path, self.access)
    }
}

impl Route {
    /// A page to look at.
    pub fn get<H, T>(path: &'static str, access: Access, handler: H) -> Self
    where
        H: Handler<T, Web>,
        T: 'static,
    {
        Self { method: Method::GET, path, access, uploads: false, handler: get(handler) }
    }

    /// Something to do. The gate reads the form and checks its proof before the handler runs.
    pub fn post<H, T>(path: &'static str, access: Access, handler: H) -> Self
    where
        H: Handler<T, Web>,
        T: 'static,
    {
        Self { method: Method::POST, path, access, uploads: false, handler: post(handler) }
    }

    /// Something to do with files. The gate reads them with the form, once it knows who sends them.
    pub fn upload<H, T>(path: &'static str, access: Access, handler: H) -> Self
    where
        H: Handler<T, Web>,
        T: 'static,
    {
        Self { uploads: true, ..Self::post(path, access, handler) }
    }

    /// The handler behind its gate.
    pub(crate) fn guarded(self, web: &Web) -> MethodRouter<Web> {
        let state = (web.clone(), self.access, self.uploads);
        self.handler.layer(middleware::from_fn_with_state(state, gate::pass))
    }
}
