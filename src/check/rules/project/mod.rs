//! The project's own settings: keys, rules, contradictions, themes.

pub mod contradictory_settings;
pub mod faulty_theme;
pub mod unknown_rule;
pub mod unknown_setting;
