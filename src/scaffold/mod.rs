//! What a handbook begins with, and what a new role, article, chapter or regulation adds to it: texts in the words of the
//! language packs.

mod addition;
mod article;
mod chapter;
mod handbook;
mod refusal;
mod regulation;
mod role;
mod words;

pub use addition::{Added, ByTag};
pub use article::{NewArticle, add_article};
pub use chapter::{NewChapter, add_chapter};
pub use handbook::{Beginning, Edition, begin};
pub use refusal::Refusal;
pub use regulation::{NewRegulation, add_regulation};
pub use role::{NewRole, add_role};
pub use words::Words;
