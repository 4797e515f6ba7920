//! Every rule, in the order of the codes.

use super::Rule;
use super::rules::*;

/// All rules.
pub const RULES: &[Rule] = &[
    Rule { code: "RB301", check: roles::one_sided_reporting_line::check },
    Rule { code: "RB302", check: roles::unconfirmed_subordinate::check },
    Rule { code: "RB303", check: roles::unknown_role::check },
    Rule { code: "RB304", check: roles::ambiguous_role_name::check },
    Rule { code: "RB305", check: roles::reporting_cycle::check },
    Rule { code: "RB306", check: roles::reports_to_itself::check },
    Rule { code: "RB307", check: roles::several_direct_superiors::check },
    Rule { code: "RB308", check: roles::unreachable_role::check },
    Rule { code: "RB309", check: roles::post_without_role_article::check },
    Rule { code: "RB310", check: roles::role_missing_from_roster::check },
    Rule { code: "RB311", check: roles::unused_role::check },
    Rule { code: "RB312", check: roles::duplicate_role_article::check },
    Rule { code: "RB313", check: roles::missing_reporting_field::check },
    Rule { code: "RB314", check: roles::unmarked_external_superior::check },
    Rule { code: "RB315", check: roles::skip_level_assignment::check },
    Rule { code: "RB318", check: roles::unit_mismatch::check },
    Rule { code: "RB319", check: roles::headcount_mismatch::check },
    Rule { code: "RB320", check: roles::duty_beyond_authority::check },
];
