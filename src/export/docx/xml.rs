//! Writing XML.

use crate::html::escape;

/// An XML document while it is written.
#[derive(Debug)]
pub(super) struct Xml {
    out: String,
    open: Vec<&'static str>,
}

impl Xml {
    pub fn new() -> Self {
        Self {
            out: "<?xml version=\"1.0\" encoding=\"UTF-8\" standalone=\"yes\"?>\n".to_owned(),
            open: Vec::new(),
        }
    }

    fn tag(&mut self, name: &str, attributes: &[(&str, &str)]) {
        self.out.push('<');
        self.out.push_str(name);
        for (key, value) in attributes {
            self.out.push(' ');
            self.out.push_str(key);
            self.out.push_str("=\"");
            escape(&mut self.out, &allowed(value));
            self.out.push('"');
        }
    }

    /// Begins an element.
    pub fn open(&mut self, name: &'static str, attributes: &[(&str, &str)]) {
        self.tag(name, attributes);
        self.out.push('>');
        self.open.push(name);
    }

    /// Ends the element that is open.
    pub fn close(&mut self) {
        if let Some(name) = self.open.pop() {
            self.out.push_str("</");
            self.out.push_str(name);
            self.out.push('>');
        }
    }

    /// Writes an element without content.
    pub fn empty(&mut self, name: &str, attributes: &[(&str, &str)]) {
        self.tag(name, attributes);
        self.out.push_str("/>");
    }

    /// Writes an element whose one attribute is Word's own value.
    pub fn value(&mut self, name: &str, value: impl ToString) {
        self.empty(name, &[("w:val", &value.to_string())]);
    }

    /// Writes an element that holds a text.
    pub fn text(&mut self, name: &'static str, attributes: &[(&str, &str)], text: &str) {
        self.open(name, attributes);
        escape(&mut self.out, &allowed(text));
        self.close();
    }

    /// The whole document.
    pub fn finish(mut self) -> String {
        while !self.open.is_empty() {
            self.close();
        }
        self.out
    }
}

/// `text` without the characters that XML cannot hold in any form.
fn allowed(text: &str) -> std::borrow::Cow<'_, str> {
    let is_allowed = |next: char| !next.is_control() || matches!(next, '\t' | '\n' | '\r' | '\u{7f}'..='\u{9f}');
    let is_allowed = |next: char| is_allowed(next) && !matches!(next, '\u{fffe}' | '\u{ffff}');
    match text.chars().all(is_allowed) {
        true => text.into(),
        false => text.chars().filter(|&next| is_allowed(next)).collect::<String>().into(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_written_is_well_formed() {
        let mut xml = Xml::new();
        xml.open("a", &[("b", "<\"&\u{1}'")]);
        xml.text("c", &[], "\u{0}\u{b}<x>\u{fffe}&amp;");
        xml.empty("d", &[]);
        let text = xml.finish();
        let tree = roxmltree::Document::parse(&text).expect("it is well-formed");
        assert_eq!(tree.root_element().attribute("b"), Some("<\"&'"));
        assert_eq!(
            tree.root_element().first_child().and_then(|c| c.text()),
            Some("<x>&amp;")
        );
    }
}
