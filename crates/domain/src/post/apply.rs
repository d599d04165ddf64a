use super::{Event, PostItem, PostStatus, Sack, State};

/// What came by post after one more event.
///
/// # Panics
/// When a stream does not begin with `PostItemScanned`.
#[must_use]
pub fn apply(state: Option<State>, event: &Event) -> State {
    if let Event::PostItemScanned { hall, day, item, sack, code, yellow_at, enter_by, by, at } = event {
        let mut post = state.unwrap_or_else(|| State {
            hall: hall.clone(),
            day: *day,
            items: Vec::new(),
            closed: Vec::new(),
        });
        post.items.push(PostItem {
            number: *item,
            sack: *sack,
            code: code.clone(),
            scanned_by: by.clone(),
            scanned_at: *at,
            yellow_at: *yellow_at,
            enter_by: *enter_by,
            status: PostStatus::Waiting { draft: None },
        });
        return post;
    }
    let mut post = state.expect("what came by post begins with PostItemScanned");
    match event {
        Event::PostItemScanned { .. } => {}
        Event::PostItemDrafted { item, dossier, .. } => {
            became(&mut post, *item, PostStatus::Waiting { draft: Some(*dossier) });
        }
        Event::PostItemEntered { item, dossier, end, by, at } => {
            let entered = PostStatus::Entered { dossier: *dossier, end: *end, by: by.clone(), at: *at };
            became(&mut post, *item, entered);
        }
        Event::PostItemStruck { item, reason, by, at } => {
            let struck = PostStatus::Struck { by: by.clone(), reason: reason.clone(), at: *at };
            became(&mut post, *item, struck);
        }
        Event::PostSackClosed { sack, by, at } => {
            post.closed.push(Sack { number: *sack, by: by.clone(), at: *at });
        }
    }
    post
}

fn became(post: &mut State, number: i64, status: PostStatus) {
    if let Some(item) = post.items.iter_mut().find(|item| item.number == number) {
        item.status = status;
    }
}
