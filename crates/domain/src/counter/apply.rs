use super::{Current, Event, Offer, Order, Ordered, Progress, StandIn, State, Status};

/// The counter after one more event.
///
/// # Panics
/// When a stream does not begin with `CounterOpened`.
#[must_use]
pub fn apply(state: Option<State>, event: &Event) -> State {
    if let Event::CounterOpened { hall, code, number, person, position, at } = event {
        // Opened again after a break it is still whose it was; a closed one is nobody's.
        let (current, offer, stand_in) =
            state.map_or((None, None, None), |counter| (counter.current, counter.offer, counter.stand_in));
        return State {
            hall: hall.clone(),
            code: code.clone(),
            number: *number,
            status: Status::Open,
            person: person.clone(),
            position: position.clone(),
            since: *at,
            current,
            ordered: None,
            offer,
            stand_in,
        };
    }
    let mut counter = state.expect("a counter's first event is CounterOpened");
    counter.note(event);
    match event {
        Event::CounterOpened { .. }
        | Event::CounterOrdered { .. }
        | Event::CounterOrderWithdrawn { .. }
        | Event::CounterOrderLapsed { .. } => {}
        Event::CounterPaused { at } => {
            counter.status = Status::Paused;
            counter.since = *at;
        }
        Event::CounterResumed { at } => {
            counter.status = Status::Open;
            counter.since = *at;
        }
        Event::CounterClosed { at } => {
            counter.status = Status::Closed;
            counter.since = *at;
            counter.person.clear();
            counter.position.clear();
            counter.offer = None;
            counter.stand_in = None;
        }
        Event::CounterCalled { ticket, label, .. } => {
            counter.current = Some(Current { ticket: Some(*ticket), label: label.clone(), visit: None });
        }
        Event::CounterServing { ticket, label, visit, .. } => {
            counter.current = Some(Current { ticket: *ticket, label: label.clone(), visit: Some(*visit) });
        }
        Event::CounterFreed { .. } => counter.current = None,
        _ => counter.seat(event),
    }
    counter
}

impl State {
    /// Who sits there in whose place.
    fn seat(&mut self, event: &Event) {
        match event {
            Event::CounterOffered { to, until, together, at, .. } => {
                let (to, until, together, at) = (to.clone(), *until, *together, *at);
                self.offer = Some(Offer { to, until, together, agreed: false, at });
            }
            Event::CounterOfferAccepted { .. } => {
                if let Some(offer) = &mut self.offer {
                    offer.agreed = true;
                }
            }
            Event::CounterOfferWithdrawn { .. } | Event::CounterOfferLapsed { .. } => self.offer = None,
            Event::CounterHandedOver { from, person, position, until, at } => {
                self.offer = None;
                self.person.clone_from(person);
                self.position.clone_from(position);
                let (instead_of, until, since) = (from.clone(), *until, *at);
                self.stand_in = Some(StandIn { instead_of, until, since, returning: false });
            }
            Event::CounterReturnAsked { .. } | Event::CounterReturnLapsed { .. } => {
                if let Some(stand_in) = &mut self.stand_in {
                    stand_in.returning = matches!(event, Event::CounterReturnAsked { .. });
                }
            }
            Event::CounterHandedBack { person, position, .. } => {
                self.person.clone_from(person);
                self.position.clone_from(position);
                self.stand_in = None;
            }
            _ => {}
        }
    }

    /// What becomes of the order. One that has happened is forgotten when the officer goes on.
    fn note(&mut self, event: &Event) {
        match event {
            Event::CounterOrdered { order, person, by, at } => {
                let has_happened = matches!(order, Order::Open { .. });
                self.ordered = Some(Ordered {
                    order: order.clone(),
                    person: person.clone(),
                    by: by.clone(),
                    at: *at,
                    progress: if has_happened { Progress::Done } else { Progress::Pending },
                });
            }
            Event::CounterOrderWithdrawn { .. } => self.ordered = None,
            Event::CounterOrderLapsed { .. } => self.progress(Progress::Lapsed),
            Event::CounterFreed { .. } => {}
            other if other.is_about_seat() => {}
            _ => {
                let happens = matches!(
                    (self.pending(), event),
                    (Some(Order::Close | Order::Move { .. }), Event::CounterClosed { .. })
                        | (Some(Order::Pause), Event::CounterPaused { .. })
                        | (Some(Order::Resume), Event::CounterResumed { .. })
                );
                if happens {
                    self.progress(Progress::Done);
                } else if self.pending().is_none() {
                    self.ordered = None;
                }
            }
        }
    }

    fn progress(&mut self, progress: Progress) {
        if let Some(ordered) = &mut self.ordered {
            ordered.progress = progress;
        }
    }
}
