//! RB315: a duty that takes its orders from a role other than the direct superior.

use rustc_hash::{FxHashMap, FxHashSet};

use super::finding;
use crate::diagnostic::Findings;
use crate::language::{Language, WordList, is_blank};
use crate::model::{ArticleText, Declaration, DeclarationKind, Handbook, Mark, MarkTarget, RoleArticle, RoleId};
use crate::syntax::{Bytes, Text};

const CLAUSE_ENDS: [char; 10] = ['，', '：', ',', ':', '；', '。', ';', '.', '！', '!'];

pub fn check(handbook: &Handbook, findings: &mut Findings) {
    let mut superiors: FxHashMap<RoleId, Vec<&Declaration>> = FxHashMap::default();
    let above = |kind| matches!(kind, DeclarationKind::Superior | DeclarationKind::DottedLine);
    for declaration in handbook
        .declarations
        .iter()
        .filter(|declaration| above(declaration.kind))
    {
        superiors.entry(declaration.role).or_default().push(declaration);
    }
    for id in handbook.role_ids() {
        let Some(declared) = superiors.get(&id) else {
            continue;
        };
        let role = handbook.role(id);
        let mut articles: Vec<&RoleArticle> = role.articles.iter().collect();
        articles.sort_by_key(|article| article.language);
        // What the authoritative text says is not said again for its translations.
        let mut told: FxHashMap<RoleId, u8> = FxHashMap::default();
        for article in articles {
            let Some(line) = Line::read(article, declared) else {
                continue;
            };
            for (assigner, mark) in assigners(handbook, article) {
                let known = assigner == id || line.above.contains(&assigner) || role.superiors.contains(&assigner);
                if known || *told.entry(assigner).or_insert(article.language.0) != article.language.0 {
                    continue;
                }
                let text = handbook.text(article.text);
                findings.push(
                    finding::new(handbook, "RB315", article.text, handbook.span(text, &mark.span))
                        .param("role", finding::role(handbook, id))
                        .param("assigner", finding::role(handbook, assigner))
                        .param("superior", finding::roles(handbook, &line.superiors))
                        .related("superior", line.first.span),
                );
            }
        }
    }
}

/// Who stands above a role by its own fields.
struct Line<'a> {
    superiors: Vec<RoleId>,
    /// Dotted-line superiors included.
    above: FxHashSet<RoleId>,
    first: &'a Declaration,
}

impl<'a> Line<'a> {
    /// Nothing where no superior is named or one cannot be recognised.
    fn read(article: &RoleArticle, declared: &[&'a Declaration]) -> Option<Self> {
        let own = || {
            declared
                .iter()
                .copied()
                .filter(|declaration| declaration.language == article.language)
        };
        let direct = || own().filter(|declaration| declaration.kind == DeclarationKind::Superior);
        let superiors = direct()
            .map(|declaration| declaration.names.role())
            .collect::<Option<Vec<_>>>()?;
        Some(Self {
            superiors,
            above: own().filter_map(|declaration| declaration.names.role()).collect(),
            first: direct().next()?,
        })
    }
}

/// The roles by whose instructions the duties of an article are done, each with the place where it is named.
fn assigners<'a>(handbook: &'a Handbook, article: &RoleArticle) -> Vec<(RoleId, &'a Mark)> {
    let text = handbook.text(article.text);
    let document = &handbook.chapter_of(text).document;
    // Duties stand in the order of the text, those that are nested within the one before.
    let mut duties = article
        .duties
        .iter()
        .filter(|duty| !duty.nested)
        .map(|duty| duty.block..document.blocks[duty.block as usize].end);
    let mut duty = duties.next();
    let mut found = Vec::new();
    for group in groups(handbook, text) {
        let Some(first) = group.marks.first() else {
            continue;
        };
        while duty.as_ref().is_some_and(|duty| duty.end <= first.block) {
            duty = duties.next();
        }
        if duty.as_ref().is_some_and(|duty| duty.contains(&first.block))
            && group.instructs(handbook.language(text.language))
        {
            found.extend(group.marks.iter().filter_map(|mark| match mark.to {
                MarkTarget::Role(role) => Some((role, *mark)),
                _ => None,
            }));
        }
    }
    found
}

/// Role names in a row (“襄理、行政协理”) with the text before and after them.
struct Group<'a> {
    marks: Vec<&'a Mark>,
    before: String,
    after: String,
}

fn groups<'a>(handbook: &'a Handbook, text: &'a ArticleText) -> Vec<Group<'a>> {
    let chapter = handbook.chapter_of(text);
    let pack = &handbook.language(text.language).pack;
    let mut marks = text
        .marks
        .iter()
        .filter(|mark| matches!(mark.to, MarkTarget::Role(_)))
        .peekable();
    let mut groups = Vec::new();
    while let Some(first) = marks.next() {
        let block = &chapter.document.blocks[first.block as usize];
        let plain = handbook.block_text(chapter, block);
        let mut group = vec![first];
        let std::ops::Range { start, mut end } = offsets(&plain, &first.span);
        while let Some(next) = marks.next_if(|next| {
            let between = (next.block == first.block)
                .then(|| plain.text.get(end..offsets(&plain, &next.span).start))
                .flatten();
            between.is_some_and(|between| joins(between, &pack.roles.separators, &pack.roles.articles))
        }) {
            end = offsets(&plain, &next.span).end;
            group.push(next);
        }
        groups.push(Group {
            marks: group,
            before: plain.text.get(..start).unwrap_or_default().to_lowercase(),
            after: plain.text.get(end..).unwrap_or_default().to_lowercase(),
        });
    }
    groups
}

/// Whether only a separator, with an article after it or not, stands between two names.
fn joins(between: &str, separators: &[String], articles: &[String]) -> bool {
    let without = |article: &String| between.to_lowercase().strip_suffix(article.as_str()).map(str::to_owned);
    let bare = articles.iter().find_map(without).unwrap_or_else(|| between.to_owned());
    separators.iter().any(|separator| separator.trim() == bare.trim())
}

/// Where in a plain text a range of its source begins and ends.
fn offsets(plain: &Text<'_>, source: &Bytes) -> std::ops::Range<usize> {
    let start = first(plain.text.len(), |at| plain.source_start(at) >= source.start);
    start..first(plain.text.len(), |at| plain.source_end(at) >= source.end)
}

/// The first number up to `high` that something holds for, given that it holds for all after it.
fn first(mut high: usize, holds: impl Fn(usize) -> bool) -> usize {
    let mut low = 0;
    while low < high {
        let middle = low.midpoint(high);
        if holds(middle) { high = middle } else { low = middle + 1 }
    }
    low
}

impl Group<'_> {
    fn instructs(&self, language: &Language) -> bool {
        let words = &language.pack.instruction;
        let before = self.before.trim_end_matches(is_blank);
        let article = language.pack.roles.articles.iter().find_map(|article| {
            let rest = before.strip_suffix(article.trim())?;
            rest.ends_with(is_blank).then_some(rest)
        });
        let before = article.unwrap_or(before).trim_end_matches(is_blank);
        let after = self.after.trim_start_matches(is_blank);
        let spaced = language.pack.spaced;
        let ends = |word: &&String| ends_with_word(before, word.trim(), spaced);
        let begins = |word: &String| {
            let rest = after.strip_prefix(word.trim());
            rest.is_some_and(|rest| !spaced || !rest.starts_with(char::is_alphanumeric))
        };
        let instructs = |word: &String| words.alone.contains(word) || words.after.iter().any(begins);
        // The longest word is the one that stands there: 不执行 ends with 执行.
        let taken = words.alone.iter().chain(&words.before).filter(|word| ends(word));
        let taken = taken.filter(|word| instructs(word)).max_by_key(|word| word.len());
        let Some(left) = taken.and_then(|word| before.strip_suffix(word.trim())) else {
            return false;
        };
        let left = left.trim_end_matches(is_blank);
        // Where blanks part the words, others may stand between: do not take orders from.
        let negated = match spaced {
            true => language.has_any(left.rsplit(CLAUSE_ENDS).next().unwrap_or_default(), &words.negations),
            false => words.negations.iter().any(|word| left.ends_with(word.as_str())),
        };
        !negated && !self.is_excused(language)
    }

    /// Whether the sentence or the clause says why these orders pass nobody by.
    fn is_excused(&self, language: &Language) -> bool {
        let words = &language.pack.instruction;
        let within = |marks: &[char]| {
            let before = self.before.rsplit(marks).next().unwrap_or_default();
            let after = self.after.split(marks).next().unwrap_or_default();
            [before.to_owned(), after.to_owned()]
        };
        let sentence = within(&['；', '。', ';', '.', '！', '!']);
        let clause = within(&CLAUSE_ENDS);
        let has = |parts: &[String], list: &WordList| parts.iter().any(|part| language.has_any(part, list));
        has(&sentence, &words.excused) || has(&clause, &words.other)
    }
}

/// Whether a text ends with a word, a whole one where blanks part the words.
fn ends_with_word(text: &str, word: &str, spaced: bool) -> bool {
    let rest = text.strip_suffix(word);
    rest.is_some_and(|rest| !spaced || !rest.ends_with(char::is_alphanumeric))
}
