//! Many at once and anything in any order: what must hold whatever people do.

mod acts;
mod at_once;
mod random;
