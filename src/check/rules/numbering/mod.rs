//! The numbers of articles, divisions and items.

pub mod renumber;
mod sequence;
mod written;

pub mod article_number_gap;
pub mod article_out_of_order;
pub mod buried_article_heading;
pub mod duplicate_article_number;
pub mod misnumbered_division;
pub mod misnumbered_item;
pub mod mixed_numeral_styles;

pub(super) use buried_article_heading::{buried_heads, is_buried_head};
pub(super) use written::{Written, rewrite, written, written_end};
