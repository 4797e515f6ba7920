//! Rules of roles and reporting lines.

mod finding;
mod graph;
pub mod sides;

pub mod ambiguous_role_name;
pub mod deep_reporting_line;
pub mod duplicate_role_article;
pub mod duty_beyond_authority;
pub mod headcount_mismatch;
pub mod missing_reporting_field;
pub mod one_sided_reporting_line;
pub mod post_without_role_article;
pub mod reporting_cycle;
pub mod reports_to_itself;
pub mod role_missing_from_roster;
pub mod several_direct_superiors;
pub mod skip_level_assignment;
pub mod unconfirmed_subordinate;
pub mod unit_mismatch;
pub mod unknown_role;
pub mod unmarked_external_superior;
pub mod unreachable_role;
pub mod unused_role;
pub mod wide_span_of_control;
