//! The adapters against their stand-ins: on threads of this test, in a process of their own, and against an
//! independent message centre from npm.

mod mail;
mod npm;
mod print;
mod sms;
mod sms_process;
mod support;
mod virus;
