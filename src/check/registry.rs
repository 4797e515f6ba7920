//! Every rule, in the order of the codes.

use super::Rule;
use super::rules::*;

/// All rules.
pub const RULES: &[Rule] = &[
];
