//! The fields of a role article, as a list or a table.

use super::super::{BlockKind, Bytes, field};
use super::{Builder, trimmed_end};

impl<'a> Builder<'a> {
    /// A list of fields: all items that are none stay a list.
    /// In a numbered list, which may be the duties, every label has to be known.
    pub(super) fn field_list(&mut self, at: usize, numbered: bool) -> bool {
        let list = self.raw[at].clone();
        let mut found = Vec::new();
        let mut known = false;
        let mut child = at + 1;
        while child < list.end as usize {
            let item = self.raw[child].clone();
            let Some(text) = self
                .raw
                .get(child + 1)
                .filter(|_| child + 1 < item.end as usize)
                .map(|block| self.text(block))
            else {
                return false;
            };
            let fields = field::read(&text, self.language, !numbered);
            if fields.is_empty() {
                return false;
            }
            known |= fields.iter().any(|field| field.key.is_some());
            found.extend(fields);
            child = item.end as usize;
        }
        if known {
            let span = list.span.start..trimmed_end(self.source, &list.span);
            self.add_fields(found, &span);
        }
        known
    }

    pub(super) fn field_table(&mut self, at: usize) -> bool {
        let table = self.raw[at].clone();
        let mut found = Vec::new();
        let mut child = at + 1;
        while child < table.end as usize {
            let row = self.raw[child].clone();
            let cells: Vec<usize> = (child + 1..row.end as usize).collect();
            let [label, value] = cells[..] else {
                return false;
            };
            let (label, value) = (self.text(&self.raw[label]), self.text(&self.raw[value]));
            let field = field::read_row(&label, &value, self.language);
            // The head of the table says what its columns are, unless it is a field itself.
            if row.kind != (BlockKind::Row { head: true }) || field.key.is_some() {
                found.push(field);
            }
            child = row.end as usize;
        }
        let any = found.iter().any(|field| field.key.is_some());
        if any {
            self.add_fields(found, &table.span);
        }
        any
    }

    pub(super) fn add_fields(&mut self, fields: Vec<field::Field>, span: &Bytes) {
        let merged = self
            .document
            .blocks
            .last_mut()
            .filter(|block| block.kind == BlockKind::Fields);
        match merged {
            Some(block) => block.span.end = span.end,
            None => {
                self.leaf(BlockKind::Fields, span.clone(), 0..0);
            }
        }
        self.document.fields.extend(fields);
    }
}
