//! Every rule, in the order of the codes.

use super::Rule;
use super::rules::*;
use crate::diagnostic::Findings;
use crate::model::Handbook;

/// All rules.
pub const RULES: &[Rule] = &[
    rule("RB001", source::unreadable_file::check),
    rule("RB002", source::malformed_data::check),
    rule("RB003", source::missing_language_folder::check),
    rule("RB004", source::duplicate_id::check),
    rule("RB005", source::unsafe_html::check),
    rule("RB006", source::malformed_heading::check),
    rule("RB007", source::malformed_list_marker::check),
    rule("RB008", source::unknown_attribute::check),
    rule("RB009", source::missing_text::check),
    rule("RB012", source::nothing_to_check::check),
    rule("RB101", numbering::article_number_gap::check),
    rule("RB102", numbering::duplicate_article_number::check),
    rule("RB103", numbering::article_out_of_order::check),
    rule("RB104", numbering::misnumbered_division::check),
    rule("RB105", numbering::misnumbered_item::check),
    rule("RB106", numbering::mixed_numeral_styles::check),
    rule("RB107", numbering::buried_article_heading::check),
    rule("RB201", citations::dangling_article_citation::check),
    rule("RB202", citations::dangling_unit_citation::check),
    rule("RB203", citations::malformed_citation::check),
    rule("RB204", citations::citation_of_itself::check),
    rule("RB205", citations::mismatched_citation_title::check),
    rule("RB206", citations::citation_of_repealed_article::check),
    rule("RB207", citations::broken_link::check),
    rule("RB209", citations::backward_range::check),
    rule("RB210", citations::stale_citation::check),
    rule("RB301", roles::one_sided_reporting_line::check),
    rule("RB302", roles::unconfirmed_subordinate::check),
    rule("RB303", roles::unknown_role::check),
    rule("RB304", roles::ambiguous_role_name::check),
    rule("RB305", roles::reporting_cycle::check),
    rule("RB306", roles::reports_to_itself::check),
    rule("RB307", roles::several_direct_superiors::check),
    rule("RB308", roles::unreachable_role::check),
    rule("RB309", roles::post_without_role_article::check),
    rule("RB310", roles::role_missing_from_roster::check),
    rule("RB311", roles::unused_role::check),
    rule("RB312", roles::duplicate_role_article::check),
    rule("RB313", roles::missing_reporting_field::check),
    rule("RB314", roles::unmarked_external_superior::check),
    rule("RB315", roles::skip_level_assignment::check),
    rule("RB318", roles::unit_mismatch::check),
    rule("RB319", roles::headcount_mismatch::check),
    rule("RB320", roles::duty_beyond_authority::check),
    rule("RB501", translation::missing_page::check),
    rule("RB502", translation::missing_article::check),
    rule("RB503", translation::differing_structure::check),
    rule("RB504", translation::differing_reporting_fields::check),
    rule("RB505", translation::differing_values::check),
    rule("RB507", translation::differing_modality::check),
    rule("RB508", translation::stale_translation::check),
    rule("RB509", translation::untranslated_text::check),
    rule("RB801", project::unknown_setting::check),
    rule("RB802", project::unknown_rule::check),
    rule("RB803", project::contradictory_settings::check),
    rule("RB804", project::faulty_theme::check),
    rule("RB510", translation::term_translated_otherwise::check),
    rule("RB511", translation::misnamed_role::check),
    rule("RB512", translation::differing_article_id::check),
];

const fn rule(code: &'static str, check: fn(&Handbook, &mut Findings)) -> Rule {
    Rule { code, check }
}
