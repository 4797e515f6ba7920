//! Files, settings, headings and lists: what can be read, and how.

mod lists;

pub mod duplicate_id;
pub mod malformed_data;
pub mod malformed_heading;
pub mod malformed_list_marker;
pub mod missing_language_folder;
pub mod missing_text;
pub mod nothing_to_check;
pub mod unknown_attribute;
pub mod unreadable_file;
pub mod unsafe_html;

pub(super) use lists::{Disorder, Lists, MarkedList};
pub(super) use malformed_heading::malformed_heads;
pub(super) use missing_text::table_of_contents;
