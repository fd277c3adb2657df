//! History assessed again, behind everything else: posts in the order of their ids, a step at a time.
//!
//! How far it is stands in the store with what was done, so that it goes on where it was after any end of the program; whether it still runs
//! stands there too, so that stopping it is a word to the store and no more. It judges with what is taught at that moment: what somebody
//! corrects while it runs counts for the rest.

use super::off_the_path;
use crate::engine::core::Core;
use answerable_domain::{BrandId, PostId, ReassessmentId, Scope};
use answerable_store::{PostText, Reassessed, Reassessment, StoreError};
use answerable_triage::{Assessor, Input, MODEL};
use std::{collections::HashSet, sync::Arc, sync::Mutex, time::Duration};

/// Posts in one transaction.
const STEP_MAX: usize = 500;
const STORE_RETRY_AFTER: Duration = Duration::from_millis(500);

/// Those under way in this program.
#[derive(Default)]
pub struct Reassessments(Mutex<HashSet<ReassessmentId>>);

pub async fn start(core: &Arc<Core>, scope: &Scope) -> Result<Reassessment, StoreError> {
    let model = core.room(scope.brand_id()).understanding.assessor().name().to_owned();
    let started = core.store.start_reassessment(scope, &model).await?;
    begin(core, &started);
    Ok(started)
}

/// At start: what was cut off goes on, unless an older program judged; and brands with posts that an older program judged are begun.
pub async fn resume_all(core: &Arc<Core>) -> Result<(), StoreError> {
    for running in core.store.running_reassessments().await? {
        if is_shipped(&running.model) {
            begin(core, &running);
        } else {
            core.store.stop_reassessment(&Scope::program(running.brand_id), running.id).await?;
        }
    }
    for brand in core.store.brands().await? {
        if is_due(core, brand.id).await? {
            start(core, &Scope::program(brand.id)).await?;
        }
    }
    Ok(())
}

/// Posts are there that this program's model has not seen, and nobody has begun, finished or stopped looking at them with it.
async fn is_due(core: &Core, brand: BrandId) -> Result<bool, StoreError> {
    let latest = core.store.reassessments(&Scope::program(brand)).await?.into_iter().next();
    if latest.is_some_and(|latest| is_shipped(&latest.model)) {
        return Ok(false);
    }
    core.store.has_outdated_posts(brand, MODEL).await
}

/// Is this the name of what was shipped with this program, taught or not?
fn is_shipped(model: &str) -> bool {
    model.strip_prefix(MODEL).is_some_and(|rest| !rest.starts_with(char::is_alphanumeric))
}

fn begin(core: &Arc<Core>, job: &Reassessment) {
    let (id, brand, position) = (job.id, job.brand_id, job.position);
    if !core.reassessments.0.lock().expect("no holder panics").insert(id) {
        return;
    }
    let core_of_task = core.clone();
    core.tasks.spawn(async move {
        // Should judging ever panic, this fails and nothing else.
        let ended = tokio::spawn(walk(core_of_task.clone(), id, brand, position)).await.unwrap_or(Ended::Failed);
        finish(&core_of_task, id, ended).await;
        core_of_task.reassessments.0.lock().expect("no holder panics").remove(&id);
    });
}

enum Ended {
    Done,
    Failed,
    /// The program is ending, and the next start goes on; or somebody stopped it, or removed the brand.
    LeftAlone,
}

async fn finish(core: &Core, id: ReassessmentId, ended: Ended) {
    let failed = match ended {
        Ended::Done => false,
        Ended::Failed => true,
        Ended::LeftAlone => return,
    };
    if let Err(error) = core.store.finish_reassessment(id, failed).await {
        tracing::warn!(reassessment = %id, %error, "the end of a re-assessment could not be stored; the next start goes on with it");
    }
}

async fn walk(core: Arc<Core>, id: ReassessmentId, brand: BrandId, mut position: Option<PostId>) -> Ended {
    loop {
        if core.stop.is_cancelled() {
            return Ended::LeftAlone;
        }
        match step(&core, id, brand, position).await {
            Ok(None) => return Ended::Done,
            Ok(next) => position = next,
            Err(StoreError::NotFound | StoreError::Conflict { .. }) => return Ended::LeftAlone,
            Err(StoreError::Unavailable(why)) => {
                tracing::error!(why, reassessment = %id, "a re-assessment waits for the store");
                tokio::select! {
                    () = core.stop.cancelled() => return Ended::LeftAlone,
                    () = tokio::time::sleep(STORE_RETRY_AFTER) => {}
                }
            }
            Err(error) => {
                tracing::error!(%error, reassessment = %id, "a step of a re-assessment cannot be stored");
                return Ended::Failed;
            }
        }
    }
}

/// One step; returns the last post that is done, `None` at the end.
async fn step(core: &Core, id: ReassessmentId, brand: BrandId, after: Option<PostId>) -> Result<Option<PostId>, StoreError> {
    let posts = core.store.reassess_batch(id, after, STEP_MAX).await?;
    let Some(last) = posts.last().map(|post| post.id) else { return Ok(None) };
    let assessor = core.room(brand).understanding.assessor();
    let judged = off_the_path(move || posts.into_iter().map(|post| judged(&assessor, post)).collect::<Vec<_>>()).await?;
    core.store.store_assessments(id, judged).await?;
    Ok(Some(last))
}

fn judged(assessor: &Assessor, post: PostText) -> Reassessed {
    let assessment = assessor.assess(&Input { text: &post.text, languages: &post.languages, ..Input::default() });
    Reassessed { post_id: post.id, version: post.version, assessment }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_taught_model_is_still_the_one_that_was_shipped() {
        assert!(is_shipped(MODEL) && is_shipped(&format!("{MODEL}+5f3a")));
        assert!(!is_shipped("rules-1") && !is_shipped(&format!("{MODEL}2")) && !is_shipped(""));
    }
}
