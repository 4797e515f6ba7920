//! What the report has to tell of a Word file: names in the language packs' table `[import.remarks]`.

/// Text at the top or the bottom of all pages.
pub(super) const HEADER: &str = "page-header";
pub(super) const FOOTER: &str = "page-footer";
/// `author: text`.
pub(super) const COMMENT: &str = "comment";
pub(super) const HIDDEN: &str = "hidden-text";
/// Text that is struck out or raised: it was kept, its look was not.
pub(super) const STRUCK: &str = "struck-text";
pub(super) const SHIFTED: &str = "shifted-text";
/// Equations lose their layout.
pub(super) const EQUATION: &str = "equation";
/// A chart or a file of another program; the text is what it is called.
pub(super) const OBJECT: &str = "embedded-object";
/// A file that Word shows within this one.
pub(super) const INSERTED_FILE: &str = "inserted-file";
pub(super) const CONTENTS: &str = "table-of-contents";
/// What `rolebook export` put around the text.
pub(super) const FURNITURE: &str = "export-furniture";
/// What the export carried in a part of its own: the part cannot be read; its front matter or attributes of a heading are
/// malformed; the heading of attributes is gone.
pub(super) const CARRIED: &str = "carried-unreadable";
pub(super) const FRONT_MATTER: &str = "carried-front-matter";
pub(super) const ATTRIBUTES: &str = "carried-attributes";
pub(super) const NO_HEADING: &str = "carried-no-heading";
/// What tracked changes removed.
pub(super) const DELETED: &str = "deleted-text";
pub(super) const INSERTED: &str = "inserted-text";
/// How many tracked changes were decided on.
pub(super) const ACCEPTED: &str = "changes-accepted";
pub(super) const REJECTED: &str = "changes-rejected";
pub(super) const MACROS: &str = "macros";
pub(super) const NESTED_TABLE: &str = "nested-table";
/// Text of a cell that the cell above covers.
pub(super) const COVERED: &str = "covered-text";
/// Text where a broken file has it and Word shows none: between the cells of a table, among properties.
pub(super) const UNPLACED: &str = "unplaced-text";
pub(super) const RUBY: &str = "ruby";
/// Pictures: the text is the name.
pub(super) const IMAGE_MISSING: &str = "image-missing";
pub(super) const IMAGE_LINKED: &str = "image-linked";
pub(super) const IMAGE_FORMAT: &str = "image-format";
pub(super) const TEXT_BOX: &str = "text-box";
pub(super) const DRAWING_TEXT: &str = "drawing-text";
/// `font code` of a symbol that is no character elsewhere.
pub(super) const SYMBOL: &str = "symbol";
/// A way of counting that is not known.
pub(super) const NUMBER_FORMAT: &str = "number-format";
pub(super) const PLACEHOLDER: &str = "placeholder";
/// A note that no text refers to.
pub(super) const UNUSED_NOTE: &str = "unused-note";
/// The address of a link that is none for a website.
pub(super) const LINK: &str = "link-left-out";
/// Text that a field works with and does not show.
pub(super) const FIELD_TEXT: &str = "field-text";

/// All of them.
#[cfg(test)]
pub(super) const ALL: [&str; 35] = [
    HEADER,
    FOOTER,
    COMMENT,
    HIDDEN,
    STRUCK,
    SHIFTED,
    EQUATION,
    OBJECT,
    INSERTED_FILE,
    CONTENTS,
    FURNITURE,
    CARRIED,
    FRONT_MATTER,
    ATTRIBUTES,
    NO_HEADING,
    DELETED,
    INSERTED,
    ACCEPTED,
    REJECTED,
    MACROS,
    NESTED_TABLE,
    COVERED,
    UNPLACED,
    RUBY,
    IMAGE_MISSING,
    IMAGE_LINKED,
    IMAGE_FORMAT,
    TEXT_BOX,
    DRAWING_TEXT,
    SYMBOL,
    NUMBER_FORMAT,
    PLACEHOLDER,
    UNUSED_NOTE,
    LINK,
    FIELD_TEXT,
];
