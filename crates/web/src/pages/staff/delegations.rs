//! `/delegations`: who signs in whose place. Both see it: whoever received reads what they may sign, for whom, until when and under which document;
//! whoever gave reads what was given, gives more, and takes back.

use super::names::Names;
use super::sent::{Sent, again};
use super::{actor, errors_of, keybar, names};
use crate::fault::Fault;
use crate::form::Form;
use crate::look::{self, TimeState};
use crate::page::{self, Page};
use crate::parts::{Chip, ErrorSummary, Field, KeyBar, Pick};
use crate::route::{Access, Route};
use crate::web::Web;
use app::{Actor, Command, Delegate, Given, NewGrant};
use askama::Template;
use axum::extract::{Path, Query, State};
use axum::response::Response;
use domain::catalogue::Role;
use domain::delegation::{SIGNING, SignAs, Standing};
use domain::kernel::{Refusal, Violation};
use policy::{Action, Resource};
use serde::Deserialize;

pub(crate) fn routes() -> Vec<Route> {
    let gives = Access::Staff(Action::GrantDelegation);
    vec![
        Route::get("/delegations", Access::SignedIn, show),
        Route::post("/delegations", gives, grant),
        Route::get("/delegations/new", gives, new),
        Route::post("/delegations/{code}/take-back", Access::Staff(Action::RevokeDelegation), take_back),
    ]
}

/// One grant, as either side reads it.
#[derive(Clone, Debug)]
struct Card {
    code: String,
    /// `TUQ. Giám đốc Sở`.
    block: String,
    /// The other side: who gave, or who received.
    other: String,
    /// Their unit.
    unit: String,
    chip: Chip,
    /// What it is for, a line each.
    scope: Vec<String>,
    document: String,
    /// `từ 30/11/2026 đến hết 31/12/2026`.
    period: String,
    /// Who took it back, when and why.
    taken_back: String,
    /// May be taken back on this page.
    form: Option<Field>,
    /// Another one may follow it.
    may_follow: bool,
}

#[derive(Template)]
#[template(path = "staff/delegations.html")]
struct DelegationsPage {
    page: Page,
    unit: String,
    /// What this one may sign for others, also what begins later.
    received: Vec<Card>,
    received_before: Vec<Card>,
    given: Vec<Card>,
    given_before: Vec<Card>,
    /// This one may give.
    gives: bool,
    errors: ErrorSummary,
    keys: KeyBar,
}

async fn show(State(web): State<Web>, page: Page) -> Result<Response, Fault> {
    Ok(page::html(&shown(&web, page, None)?))
}

fn shown(web: &Web, page: Page, refused: Option<(&str, &Form, &Refusal)>) -> Result<DelegationsPage, Fault> {
    let actor = actor(&page)?;
    let names = names(web, &page);
    let directory = &names.directory;
    let holds = |position: &str| {
        directory.post(position, names.now).is_some_and(|post| post.person == actor.person())
    };
    let (mut received, mut received_before) = (Vec::new(), Vec::new());
    let (mut given, mut given_before) = (Vec::new(), Vec::new());
    for one in directory.given() {
        let grant = &one.state.grant;
        let stands = matches!(directory.standing(one, names.now), Standing::Holds | Standing::Ahead);
        if holds(&grant.to) {
            let card = card(&names, one, &grant.from);
            if stands { received.push(card) } else { received_before.push(card) }
        }
        if may_take_back(web, &actor, &names, one) {
            let card = given_card(&names, one, stands, refused);
            if stands { given.push(card) } else { given_before.push(card) }
        }
    }
    // What was granted last is looked for first; codes of the catalogue come last of all.
    for cards in [&mut received_before, &mut given_before, &mut received, &mut given] {
        cards.sort_by_key(|card: &Card| std::cmp::Reverse(card.code.parse::<i64>().ok()));
    }
    let gives = web.app().permit(&actor, Action::GrantDelegation, &Resource::page(&[])).is_ok();
    Ok(DelegationsPage {
        unit: names.unit(actor.unit()),
        received,
        received_before,
        given,
        given_before,
        gives,
        errors: refused
            .map(|(_, _, refusal)| errors_of(page.t, &in_words(&names, refusal)))
            .unwrap_or_default(),
        keys: keybar(page.t, &[]),
        page,
    })
}

fn may_take_back(web: &Web, actor: &Actor, names: &Names, one: &Given) -> bool {
    let from = &one.state.grant.from;
    let Some(post) = names.directory.post(from, names.now) else { return false };
    let resource =
        Resource::delegation(&names.directory.unit_path(&post.unit), &post.position, Some(&post.person));
    web.app().permit(actor, Action::RevokeDelegation, &resource).is_ok()
}

fn given_card(names: &Names, one: &Given, stands: bool, refused: Option<(&str, &Form, &Refusal)>) -> Card {
    let t = names.t;
    let refused = refused.filter(|(code, ..)| *code == one.code);
    let typed = refused.map(|(_, form, _)| form.get("reason")).unwrap_or_default();
    let wrong = refused.map(|(_, _, refusal)| refusal.violations.as_slice()).unwrap_or_default();
    let reason = Field::area("reason", t.t("delegation.reason"))
        .known_as(&format!("reason-{}", one.code))
        .hint(t.t("delegation.reason_hint"))
        .value(typed)
        .wrong(t, wrong);
    Card {
        form: stands.then_some(reason),
        may_follow: one.state.grant.until_at.is_some(),
        ..card(names, one, &one.state.grant.to)
    }
}

fn card(names: &Names, one: &Given, other: &str) -> Card {
    let (t, grant) = (names.t, &one.state.grant);
    let person = names.directory.post(other, names.now).map(|post| post.person);
    let person = person.unwrap_or_else(|| other.rsplit('/').next().unwrap_or_default().to_owned());
    let taken_back = one.state.taken_back.as_ref().filter(|one| !one.by.is_empty()).map(|taken| {
        let values: [(&str, &dyn std::fmt::Display); 3] = [
            ("who", &names.person(&taken.by)),
            ("at", &look::date_time(taken.at)),
            ("reason", &taken.reason),
        ];
        t.with("delegation.taken_back_by", &values)
    });
    Card {
        code: one.code.clone(),
        block: format!("{} {}", grant.sign_as.mark(), names.title(&grant.from)),
        other: names.person_in(&person, other),
        unit: names.unit(&names.directory.unit_of_position(other).unwrap_or_default()),
        chip: chip(names, one),
        scope: scope(names, one),
        document: grant.document(),
        period: period(names, one),
        taken_back: taken_back.unwrap_or_default(),
        form: None,
        may_follow: false,
    }
}

fn chip(names: &Names, one: &Given) -> Chip {
    let t = names.t;
    let standing = names.directory.standing(one, names.now);
    let state = match standing {
        Standing::Holds => TimeState::OnTime,
        Standing::Ahead | Standing::Over => TimeState::Ahead,
        Standing::TakenBack => TimeState::Late,
    };
    Chip::new(state, t.code("delegation.standing", standing.word()))
}

fn period(names: &Names, one: &Given) -> String {
    let (t, grant) = (names.t, &one.state.grant);
    let from = look::date(grant.from_at);
    match grant.until_at {
        // The last day is the one before the instant it ends.
        Some(until) => {
            let values: [(&str, &dyn std::fmt::Display); 2] =
                [("from", &from), ("until", &look::date(until - 1))];
            t.with("delegation.period", &values)
        }
        None => t.one("delegation.period_open", "from", from),
    }
}

fn scope(names: &Names, one: &Given) -> Vec<String> {
    let (t, scope) = (names.t, &one.state.grant.scope);
    let actions: Vec<String> = if scope.actions.is_empty() {
        SIGNING.iter().map(|action| t.code("delegation.action", action)).collect()
    } else {
        scope.actions.iter().map(|action| t.code("delegation.action", action)).collect()
    };
    let mut lines = vec![actions.join("; ")];
    if scope.procedures.is_empty() && scope.fields.is_empty() {
        lines.push(t.t("delegation.all_procedures").to_owned());
    }
    if !scope.fields.is_empty() {
        let fields: Vec<String> = scope.fields.iter().map(|field| names.field(field)).collect();
        lines.push(t.one("delegation.of_fields", "fields", fields.join("; ")));
    }
    if !scope.procedures.is_empty() {
        let on = names.directory.date(names.now);
        let named = scope.procedures.iter().map(|code| {
            let known = names.directory.catalogue().procedures_on(&on).find(|known| known.code == *code);
            known.map_or_else(
                || code.clone(),
                |known| format!("{code} {}", names.procedure(code, &known.publisher, &known.version)),
            )
        });
        lines.push(t.one("delegation.of_procedures", "procedures", named.collect::<Vec<_>>().join("; ")));
    }
    lines
}

/// A box to tick.
#[derive(Clone, Debug, PartialEq, Eq)]
struct Tick {
    value: String,
    text: String,
    about: String,
    ticked: bool,
}

#[derive(Template)]
#[template(path = "staff/delegation-new.html")]
struct NewPage {
    page: Page,
    /// Posts that may give, more than one for whoever keeps the office.
    givers: Vec<Pick>,
    giver: String,
    ways: Vec<Tick>,
    way_wrong: String,
    to: Field,
    actions: Vec<Tick>,
    actions_wrong: String,
    fields: Vec<Tick>,
    procedures: Field,
    narrowed: bool,
    number: Field,
    dated: Field,
    from: Field,
    until: Field,
    errors: ErrorSummary,
    keys: KeyBar,
}

#[derive(Deserialize, Default)]
struct After {
    /// Code of the grant that another one is to follow.
    #[serde(default)]
    after: String,
}

async fn new(State(web): State<Web>, page: Page, Query(asked): Query<After>) -> Result<Response, Fault> {
    let names = names(&web, &page);
    let today = names.directory.date(names.now);
    let before = names.directory.given_as(&asked.after);
    let typed = before.map_or_else(
        || NewGrant {
            sign_as: SignAs::Delegation.word().to_owned(),
            actions: SIGNING[..2].iter().map(|action| (*action).to_owned()).collect(),
            first_day: today.clone(),
            dated: today.clone(),
            ..NewGrant::default()
        },
        |before| following(&names, before),
    );
    Ok(page::html(&form(&web, page, &typed, None)?))
}

/// The same again, from the day after its last.
fn following(names: &Names, before: &Given) -> NewGrant {
    let grant = &before.state.grant;
    let from = grant.until_at.unwrap_or(names.now).max(names.now);
    NewGrant {
        from: grant.from.clone(),
        sign_as: grant.sign_as.word().to_owned(),
        to: grant.to.clone(),
        procedures: grant.scope.procedures.join(" "),
        fields: grant.scope.fields.clone(),
        actions: grant.scope.actions.clone(),
        first_day: names.directory.date(from),
        dated: names.directory.date(names.now),
        ..NewGrant::default()
    }
}

fn form(web: &Web, page: Page, typed: &NewGrant, refused: Option<&Refusal>) -> Result<NewPage, Fault> {
    let actor = actor(&page)?;
    let names = names(web, &page);
    let t = page.t;
    let refused = refused.map(|refusal| in_words(&names, refusal));
    let wrong: &[Violation] =
        refused.as_ref().map(|refusal| refusal.violations.as_slice()).unwrap_or_default();
    let wrong_with = |field: &str| {
        let mut found = wrong.iter().filter(|one| one.field == field);
        found.next().map(|one| t.code_with("violation", &one.code, &one.values)).unwrap_or_default()
    };
    let givers = givers(web, &actor, &names);
    let giver = givers.iter().find(|pick| pick.value == typed.from).or_else(|| givers.first());
    let giver = giver.map(|pick| pick.value.clone()).unwrap_or_default();
    let way = |way: SignAs| Tick {
        value: way.word().to_owned(),
        text: t.code("delegation.way", way.word()),
        about: t.code("delegation.way_about", way.word()),
        ticked: way.word() == typed.sign_as,
    };
    let action = |action: &&str| Tick {
        value: (*action).to_owned(),
        text: t.code("delegation.action", action),
        about: String::new(),
        ticked: typed.actions.iter().any(|one| one == action),
    };
    let fields = names.directory.catalogue().fields.keys().map(|code| Tick {
        value: code.clone(),
        text: names.field(code),
        about: String::new(),
        ticked: typed.fields.contains(code),
    });
    let day = |name: &str, label: &'static str, value: &str| {
        Field::text(name, t.t(label)).input("date").value(value).wrong(t, wrong)
    };
    Ok(NewPage {
        ways: SignAs::ALL.into_iter().map(way).collect(),
        way_wrong: wrong_with("sign_as"),
        to: Field::select("to", t.t("delegation.to"), receivers(&names, &giver))
            .hint(t.t("delegation.to_hint"))
            .value(&typed.to)
            .wrong(t, wrong),
        actions: SIGNING.iter().map(action).collect(),
        actions_wrong: wrong_with("actions"),
        fields: fields.collect(),
        procedures: Field::area("procedures", t.t("delegation.procedures"))
            .hint(t.t("delegation.procedures_hint"))
            .value(&typed.procedures)
            .wrong(t, wrong),
        narrowed: !typed.procedures.is_empty() || !typed.fields.is_empty(),
        number: Field::text("number", t.t("delegation.number"))
            .hint(t.t("delegation.number_hint"))
            .value(&typed.number)
            .wrong(t, wrong),
        dated: day("dated", "delegation.dated", &typed.dated),
        from: day("from", "delegation.from", &typed.first_day),
        until: day("until", "delegation.until", &typed.last_day).hint(t.t("delegation.until_hint")),
        errors: refused.as_ref().map(|refusal| errors_of(t, refusal)).unwrap_or_default(),
        keys: keybar(t, &[]),
        givers,
        giver,
        page,
    })
}

/// Posts this one may give from: the own one, and those of the leaders whose book this one keeps.
fn givers(web: &Web, actor: &Actor, names: &Names) -> Vec<Pick> {
    let directory = &names.directory;
    let kept = directory.authorities(actor, names.now).into_iter().map(|given| given.from_position);
    let mut posts: Vec<String> = std::iter::once(actor.position().to_owned()).chain(kept).collect();
    posts.dedup();
    let may = |position: &String| {
        let post = directory.post(position, names.now)?;
        let resource =
            Resource::delegation(&directory.unit_path(&post.unit), &post.position, Some(&post.person));
        web.app().permit(actor, Action::GrantDelegation, &resource).ok()?;
        Some(Pick { value: position.clone(), text: names.person_in(&post.person, position) })
    };
    posts.iter().filter_map(may).collect()
}

/// Who may receive from a post: deputies and heads of the same agency; of a province, the leaders below.
fn receivers(names: &Names, giver: &str) -> Vec<Pick> {
    let none = Pick { value: String::new(), text: names.t.t("delegation.to_none").to_owned() };
    let directory = &names.directory;
    let Some(giver) = directory.post(giver, names.now) else { return vec![none] };
    let on = directory.date(names.now);
    let roles: &[Role] = if directory.province() == Some(giver.unit.as_str()) {
        &[Role::DeputyLeader, Role::Leader]
    } else {
        &[Role::DeputyLeader, Role::Leader, Role::Head, Role::DeputyHead]
    };
    let mut picks = vec![none];
    for unit in directory.units_below(&giver.unit) {
        for role in roles {
            for held in directory.catalogue().holders(&unit, *role, &on) {
                if held.person != giver.person {
                    let text =
                        format!("{} · {}", names.person_in(&held.person, &held.code), names.unit(&unit));
                    picks.push(Pick { value: held.code.clone(), text });
                }
            }
        }
    }
    picks
}

/// Codes and instants among the values of a refusal as people read them.
fn in_words(names: &Names, refusal: &Refusal) -> Refusal {
    let mut refusal = refusal.clone();
    let values = refusal.violations.iter_mut().flat_map(|violation| &mut violation.values);
    for (name, value) in values {
        match name.as_str() {
            "action" => *value = names.t.code("delegation.action", value),
            "until_at" => {
                let day = value.parse::<i64>().map(|until| look::date(until - 1));
                *value = day.unwrap_or_else(|_| names.t.t("delegation.until_taken_back").to_owned());
            }
            _ => {}
        }
    }
    refusal
}

async fn grant(sent: Sent) -> Result<Response, Fault> {
    let get = |name: &str| sent.form.get(name).to_owned();
    let all = |name: &str| sent.form.all(name).map(str::to_owned).collect();
    let typed = NewGrant {
        from: get("giver"),
        sign_as: get("sign_as"),
        to: get("to"),
        procedures: get("procedures"),
        fields: all("fields"),
        actions: all("actions"),
        number: get("number"),
        dated: get("dated"),
        file: String::new(),
        first_day: get("from"),
        last_day: get("until"),
    };
    match sent.act(Command::Delegate(Delegate::Grant(Box::new(typed.clone())))).await? {
        None => Ok(sent.done("/delegations", "delegation_granted", "")),
        Some(refusal) => Ok(again(&form(&sent.web, sent.page, &typed, Some(&refusal))?)),
    }
}

async fn take_back(Path(code): Path<String>, sent: Sent) -> Result<Response, Fault> {
    let reason = sent.form.get("reason").to_owned();
    match sent.act(Command::Delegate(Delegate::TakeBack { code: code.clone(), reason })).await? {
        None => Ok(sent.done("/delegations", "delegation_taken_back", "")),
        Some(mut refusal) => {
            let page = shown(&sent.web, sent.page.clone(), Some((&code, &sent.form, &refusal)))?;
            for wrong in refusal.violations.iter_mut().filter(|wrong| wrong.field == "reason") {
                wrong.field = format!("reason-{code}");
            }
            let errors = errors_of(page.page.t, &refusal);
            Ok(again(&DelegationsPage { errors, ..page }))
        }
    }
}
