//! What people teach a brand's understanding, in force: one [`Assessor`] a brand, made of its corrections and word rules, used by the
//! pipeline, by explanations and by history that is assessed again.
//!
//! Teaching is asked for (`learn`) and done behind: however many corrections come while an assessor is being made, one more is made after
//! it, of all of them. Posts are judged by the old one until then, without a pause.

mod reassess;
mod turns;

pub use reassess::{Reassessments, resume_all};

use super::{Engine, core::Core};
use answerable_domain::{Assessment, BrandId, Correction, CorrectionId, Lesson, PostId, Scope, Verdict, WordRule};
use answerable_store::{Reassessment, StoreError};
use answerable_triage::{Agreement, Assessor, Explanation, Input};
use std::{
    sync::{Arc, Mutex, RwLock},
    time::Duration,
};
use tokio::sync::{Mutex as AsyncMutex, Notify};
use turns::Turns;

const STORE_RETRY_AFTER: Duration = Duration::from_millis(500);
/// Somebody who looks waits so long for what is being worked out, before they are told that it is.
const PATIENCE: Duration = Duration::from_secs(2);

/// What a room knows of how its brand speaks.
pub struct Understanding {
    assessor: RwLock<Arc<Assessor>>,
    agreement: Mutex<Option<Measured>>,
    learning: Turns,
    measuring: Turns,
    /// Taking something back makes an assessor of its own: one after the other.
    undoing: AsyncMutex<()>,
    /// Something of the above has changed.
    moved: Notify,
}

/// How well an assessor agrees with what people said.
#[derive(Clone)]
struct Measured {
    model: String,
    agreement: Vec<Agreement>,
}

/// What a brand has learned, for those who ask.
#[derive(Debug, Clone)]
pub struct Learned {
    /// The name of the assessor that is in force.
    pub model: String,
    pub agreement: Vec<Agreement>,
    /// There is more to come.
    pub learning: bool,
}

/// What a person says of posts.
#[derive(Debug, Clone)]
pub enum Said {
    Verdict(Verdict),
    /// They are what is said of them.
    Confirmed,
}

/// A text judged and explained.
#[derive(Debug, Clone)]
pub struct Told {
    pub assessment: Assessment,
    pub explanation: Explanation,
}

impl Default for Understanding {
    fn default() -> Self {
        Self {
            assessor: RwLock::new(Arc::new(Assessor::shipped().clone())),
            agreement: Mutex::default(),
            learning: Turns::default(),
            measuring: Turns::default(),
            undoing: AsyncMutex::default(),
            moved: Notify::new(),
        }
    }
}

impl Understanding {
    pub fn assessor(&self) -> Arc<Assessor> {
        self.assessor.read().expect("no holder panics").clone()
    }

    fn set_assessor(&self, assessor: Assessor) {
        *self.assessor.write().expect("no holder panics") = Arc::new(assessor);
    }

    fn measured(&self) -> Option<Measured> {
        self.agreement.lock().expect("no holder panics").clone()
    }

    fn learned(&self) -> Learned {
        let model = self.assessor().name().to_owned();
        let measured = self.measured();
        let is_due = measured.as_ref().is_none_or(|measured| measured.model != model);
        let learning = is_due || self.learning.is_taken() || self.measuring.is_taken();
        Learned { model, agreement: measured.map(|measured| measured.agreement).unwrap_or_default(), learning }
    }
}

impl Engine {
    /// A person says what posts are. The brand learns from it behind.
    pub async fn correct(&self, scope: &Scope, posts: &[PostId], said: Said) -> Result<Vec<Correction>, StoreError> {
        let made = match said {
            Said::Verdict(verdict) => self.core.store.correct(scope, posts, &verdict).await,
            Said::Confirmed => self.core.store.confirm(scope, posts).await,
        }?;
        self.learn(scope.brand_id());
        Ok(made)
    }

    /// Takes a correction back: its post is said to be what it would be if nobody had ever said so.
    pub async fn undo_correction(&self, scope: &Scope, id: CorrectionId) -> Result<Correction, StoreError> {
        let room = self.core.room(scope.brand_id());
        let _alone = room.understanding.undoing.lock().await;
        let post_id = self.core.store.correction(scope, id).await?.correction.post_id;
        let post = self.core.store.post_text(scope, post_id).await?;
        let lessons = self.core.store.lessons_but(scope.brand_id(), id).await?;
        let rules = self.core.store.word_rules_of(scope.brand_id()).await?;
        let assessed = off_the_path(move || {
            let without = Assessor::taught(&lessons, &rules);
            without.assess(&Input { text: &post.text, languages: &post.languages, ..Input::default() })
        });
        let undone = self.core.store.undo_correction(scope, id, assessed.await?).await?;
        self.learn(scope.brand_id());
        Ok(undone)
    }

    /// Corrections or word rules of the brand have changed.
    pub fn learn(&self, brand: BrandId) {
        learn(&self.core, brand);
    }

    /// What has been learned; waits a little for what is being worked out.
    pub async fn learned(&self, brand: BrandId) -> Learned {
        let room = self.core.room(brand);
        let settled = async {
            loop {
                let moved = room.understanding.moved.notified();
                let learned = room.understanding.learned();
                if !learned.learning {
                    return;
                }
                measure(&self.core, brand);
                moved.await;
            }
        };
        let _ = tokio::time::timeout(PATIENCE, settled).await;
        room.understanding.learned()
    }

    /// What the brand's assessor says of a text, and why.
    pub fn assess(&self, brand: BrandId, text: &str, languages: &[String]) -> Told {
        let assessor = self.core.room(brand).understanding.assessor();
        let input = Input { text, languages, ..Input::default() };
        Told { assessment: assessor.assess(&input), explanation: assessor.explain(&input) }
    }

    /// Begins to assess the brand's posts again with what is known now.
    pub async fn start_reassessment(&self, scope: &Scope) -> Result<Reassessment, StoreError> {
        reassess::start(&self.core, scope).await
    }
}

/// At start, before the first post is read: brands that taught something get back what they taught.
pub async fn recall_all(core: &Arc<Core>) -> Result<(), StoreError> {
    for brand in core.store.taught_brands().await? {
        relearn(core, brand).await?;
    }
    Ok(())
}

fn learn(core: &Arc<Core>, brand: BrandId) {
    if !core.room(brand).understanding.learning.ask() {
        return;
    }
    let core_of_task = core.clone();
    core.tasks.spawn(async move {
        let core = core_of_task;
        let room = core.room(brand);
        loop {
            if let Err(error) = relearn(&core, brand).await {
                tracing::error!(%brand, %error, "what was taught waits for the store");
                room.understanding.learning.ask();
                tokio::select! {
                    () = core.stop.cancelled() => return,
                    () = tokio::time::sleep(STORE_RETRY_AFTER) => {}
                }
            }
            if !room.understanding.learning.once_more() {
                break;
            }
        }
        room.understanding.moved.notify_waiters();
    });
}

/// Makes the brand's assessor anew, off the hot path, and swaps it in.
async fn relearn(core: &Core, brand: BrandId) -> Result<(), StoreError> {
    let (lessons, rules) = taught(core, brand).await?;
    match off_the_path(move || Assessor::taught(&lessons, &rules)).await {
        Ok(assessor) => core.room(brand).understanding.set_assessor(assessor),
        // The old one stays: judging as yesterday is better than not judging.
        Err(error) => tracing::error!(%brand, %error, "what was taught could not be put into force"),
    }
    Ok(())
}

async fn taught(core: &Core, brand: BrandId) -> Result<(Vec<Lesson>, Vec<WordRule>), StoreError> {
    Ok((core.store.lessons(brand).await?, core.store.word_rules_of(brand).await?))
}

/// Works out how well the assessor in force agrees with what people said, unless that is known.
fn measure(core: &Arc<Core>, brand: BrandId) {
    let understanding = &core.room(brand).understanding;
    let model = understanding.assessor().name().to_owned();
    if understanding.measured().is_some_and(|measured| measured.model == model) || understanding.measuring.is_taken() {
        return;
    }
    understanding.measuring.ask();
    let core_of_task = core.clone();
    core.tasks.spawn(async move {
        let room = core_of_task.room(brand);
        let measured = measured(&core_of_task, brand).await;
        room.understanding.measuring.once_more();
        match measured {
            Ok(agreement) => *room.understanding.agreement.lock().expect("no holder panics") = Some(Measured { model, agreement }),
            Err(error) => tracing::error!(%brand, %error, "the agreement could not be worked out"),
        }
        room.understanding.moved.notify_waiters();
    });
}

async fn measured(core: &Core, brand: BrandId) -> Result<Vec<Agreement>, StoreError> {
    let (lessons, rules) = taught(core, brand).await?;
    off_the_path(move || Assessor::agreement(&lessons, &rules)).await
}

/// Runs what computes for long where it holds nobody up.
async fn off_the_path<T: Send + 'static>(work: impl FnOnce() -> T + Send + 'static) -> Result<T, StoreError> {
    tokio::task::spawn_blocking(work).await.map_err(|crash| StoreError::Unavailable(crash.to_string()))
}
