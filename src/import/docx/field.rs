//! Fields: text that Word works out, between a begin, an instruction and an end that may stand in other paragraphs.

/// The fields that are open at a place, outermost first.
#[derive(Debug, Default)]
pub(super) struct Fields(Vec<Field>);

#[derive(Debug, Default)]
struct Field {
    instruction: String,
    /// Whether what follows is what the reader sees.
    shows: bool,
}

impl Fields {
    pub(super) fn begin(&mut self) {
        self.0.push(Field::default());
    }

    /// Opens a field whose instruction is known at once.
    pub(super) fn begin_with(&mut self, instruction: &str) {
        self.0.push(Field {
            instruction: instruction.to_owned(),
            shows: true,
        });
    }

    pub(super) fn instruct(&mut self, text: &str) {
        if let Some(field) = self.0.last_mut().filter(|field| !field.shows) {
            field.instruction.push_str(text);
        }
    }

    pub(super) fn separate(&mut self) {
        if let Some(field) = self.0.last_mut() {
            field.shows = true;
        }
    }

    pub(super) fn end(&mut self) {
        self.0.pop();
    }

    /// Whether the reader sees nothing of what stands here.
    pub(super) fn is_unseen(&self) -> bool {
        self.0.iter().any(|field| !field.shows)
    }

    /// Whether this is the table of contents.
    pub(super) fn is_contents(&self) -> bool {
        self.0.iter().any(|field| field.shows && field.word(0) == "TOC")
    }

    /// Where the link leads that this is the text of, if it leads out of the file.
    pub(super) fn link(&self) -> Option<String> {
        let field = self
            .0
            .iter()
            .rev()
            .find(|field| field.shows && field.word(0) == "HYPERLINK")?;
        let words = words(&field.instruction);
        let address = words.get(1).filter(|word| !word.starts_with('\\'))?;
        let place = words
            .iter()
            .position(|word| word == "\\l")
            .and_then(|at| words.get(at + 1));
        Some(match place {
            Some(place) => format!("{address}#{place}"),
            None => address.clone(),
        })
    }
}

impl Field {
    fn word(&self, index: usize) -> String {
        words(&self.instruction)
            .into_iter()
            .nth(index)
            .unwrap_or_default()
            .to_uppercase()
    }
}

/// The words of an instruction; in quotation marks there may be blanks.
fn words(instruction: &str) -> Vec<String> {
    let mut words = Vec::new();
    let mut rest = instruction.trim_start();
    while !rest.is_empty() {
        let (word, after) = match rest.strip_prefix('"') {
            Some(quoted) => quoted.split_once('"').unwrap_or((quoted, "")),
            None => rest.split_once(char::is_whitespace).unwrap_or((rest, "")),
        };
        words.push(word.to_owned());
        rest = after.trim_start();
    }
    words
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_hyperlink_field_leads_where_its_instruction_says() {
        for (instruction, expected) in [
            (
                r#" HYPERLINK "https://example.org/a b" \o "tip" "#,
                Some("https://example.org/a b"),
            ),
            (
                r#" hyperlink "https://example.org" \l "part" "#,
                Some("https://example.org#part"),
            ),
            (r#" HYPERLINK \l "_Toc12" "#, None),
            (" PAGE ", None),
        ] {
            let mut fields = Fields::default();
            fields.begin_with(instruction);
            assert_eq!(fields.link().as_deref(), expected, "{instruction}");
        }
    }
}
