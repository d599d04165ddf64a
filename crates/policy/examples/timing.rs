//! How long a decision takes: `cargo run -p policy --example timing [--release]`.

use policy::{Action, Held, Policies, PolicyError, Principal, Request, Resource};
use std::hint::black_box;
use std::time::{Duration, Instant};

const ROUNDS: u32 = 2_000;

fn main() -> Result<(), PolicyError> {
    let started = Instant::now();
    let policies = Policies::new()?;
    println!("{:<44}{:>10.1} ms", "reading and checking the policies", millis(started.elapsed()));
    let path = ["H49.10.1", "H49.10", "H49"].map(str::to_owned).to_vec();
    let held = Held {
        position: "H49.10.1/specialist/du".to_owned(),
        unit: path[0].clone(),
        unit_path: path.clone(),
        role: "specialist".to_owned(),
    };
    let acting = held.position.clone();
    let du = Principal::Staff { person: "du".to_owned(), positions: vec![held], acting };
    let own = Resource::step(&path, Some("du".to_owned()), vec!["thi".to_owned()]).of_procedure("2.001610");
    let anothers = Resource::step(&path, Some("thi".to_owned()), Vec::new());
    let page = Resource::page(&[]);
    measure(&policies, "allowed: a specialist's own step", &du, Action::FinishStep, &own);
    measure(&policies, "refused: somebody else's step, with the reason", &du, Action::FinishStep, &anothers);
    measure(&policies, "refused: a page of another role", &du, Action::SeeSign, &page);
    let started = Instant::now();
    for _ in 0..ROUNDS {
        black_box(policies.scope(&du, Action::SeeWork));
    }
    report("the scope of a list", started.elapsed());
    Ok(())
}

fn measure(policies: &Policies, what: &str, principal: &Principal, action: Action, resource: &Resource) {
    let request = Request { principal, action, resource, authorities: &[], now: 1_771_822_800_000 };
    let started = Instant::now();
    for _ in 0..ROUNDS {
        black_box(policies.decide(black_box(&request)));
    }
    report(what, started.elapsed());
}

fn report(what: &str, all: Duration) {
    println!("{what:<44}{:>10.1} us", millis(all) * 1_000.0 / f64::from(ROUNDS));
}

fn millis(duration: Duration) -> f64 {
    duration.as_secs_f64() * 1_000.0
}
