//! Rolebook turns a company's regulation, written as Markdown chapters in several languages, into a cross-linked
//! staff handbook, and checks the chapters for consistency. `docs/architecture.md` draws the house.

pub mod check;
pub mod cli;
pub mod config;
pub mod diagnostic;
pub mod editor;
pub mod export;
pub mod hash;
pub mod html;
pub mod import;
pub mod language;
pub mod layout;
pub mod lsp;
pub mod model;
pub mod output;
pub mod render;
pub mod report;
pub mod resolve;
pub mod scaffold;
pub mod serve;
pub mod source;
pub mod syntax;
pub mod workspace;
