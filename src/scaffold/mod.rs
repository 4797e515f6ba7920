//! What a handbook begins with, and what a new role adds to it: texts in the words of the language packs.

mod handbook;
mod role;
mod words;

pub use handbook::{Beginning, Edition, begin};
pub use role::{Added, NewRole, RoleError, add_role};
pub use words::Words;
