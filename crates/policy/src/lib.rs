//! Who may do what: the policies under `policies/`, behind a plain struct.
//!
//! [`Policies::decide`] answers one [`Request`] with one [`Decision`], which names the deciding policy; the caller writes
//! that id into the journal. [`Policies::scope`] answers which rows of a list somebody sees, once for the whole list.
//! Nothing here looks anything up: who holds which position, who has the step and which delegations exist is handed in.
//!
//! # How it works
//! Every position somebody holds is asked about in turn, the one acted in first: alone, then with each assignment or
//! delegation to it. The facts become entities of one request, checked in the tests against `policies/schema.cedarschema`;
//! the policies are checked strictly against the same schema when the programme starts. Only the policies that speak of an
//! action are looked at for it, some four of them, so their number does not cost.
//!
//! A refusal is explained by the same policies: the request is asked again with one fact after another made favourable, and
//! the fact that turned it is the reason.
//!
//! # Adding an action
//! 1. A line in `action.rs`, with its word.
//! 2. The same name in `policies/schema.cedarschema`, with who may be asked about and on what.
//! 3. In some `.cedar` file the policy that permits it; without one nobody may do it.
//! 4. `cargo nextest run -p policy`, then look at the table in `tests/policies/snapshots/` and accept it.

mod action;
mod authority;
mod decision;
mod frame;
mod policies;
mod principal;
mod resource;
mod scope;
mod why;

pub use action::Action;
pub use authority::{Authority, AuthorityKind};
pub use decision::{Decision, Request, WHY};
pub use policies::{Policies, PolicyError};
pub use principal::{Held, Principal, ROLES};
pub use resource::Resource;
pub use scope::Scope;
