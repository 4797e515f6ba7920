//! What stands before the first head: the title, who issued the regulation, its preamble.

use jiff::civil;

use super::furniture::LeftOut;
use super::line::{Line, Slice, is_gap};
use super::section::{Section, is_sentence, surroundings};
use super::words::Forms;
use crate::language::Language;
use crate::language::value::{Quantity, Value};

/// What a regulation's front matter says.
#[derive(Debug, Default)]
pub struct Front {
    /// The title as it is written out.
    pub title: String,
    /// Where it stands; nowhere where it was given otherwise.
    pub title_from: Vec<Slice>,
    pub status: Option<String>,
    /// The word of the title that tells it.
    pub status_word: Option<String>,
    pub version: Option<String>,
    /// As 2014-09-01.
    pub effective: Option<String>,
    pub issuer: Option<String>,
    /// Where the issuer stands before the title, which nothing else repeats.
    pub issuer_from: Option<Slice>,
    /// The TOML that the file carries, with what the text says otherwise; all of the front matter, if there is any.
    pub carried: Option<String>,
}

/// The most characters of a title.
const LONGEST_TITLE: usize = 60;

/// What is known of a file beside its text.
#[derive(Clone, Copy, Debug)]
pub struct Given<'a> {
    /// The title that the editor asks for.
    pub asked: Option<&'a str>,
    /// The title that the file's properties state.
    pub stated: Option<&'a str>,
    /// Whether the text comes from a web page.
    pub is_page: bool,
}

/// Reads what stands before the first head. Returns the front matter, and what is the preamble. What is neither goes to
/// `out`.
pub fn read(
    lines: &[Line<'_>],
    first: &Section,
    given: Given<'_>,
    language: &Language,
    forms: &Forms,
    out: &mut Vec<LeftOut<'_>>,
) -> (Front, Vec<Slice>) {
    let Given { asked, stated, is_page } = given;
    // Where a line is the title, no other line holds it among its words.
    let is_whole = |slice: &Slice| is_styled(lines, *slice) || is_title(slice.text(lines), language, forms);
    let tokens: Vec<Slice> = if first.body.iter().any(is_whole) {
        first.body.clone()
    } else {
        let cut = |slice: &Slice| tokens(lines, *slice, language, forms);
        first.body.iter().flat_map(cut).collect()
    };
    let title = title(lines, &tokens, language, forms);
    let mut front = Front::default();
    let (before, after) = match title {
        Some((at, count)) => (at, at + count),
        None => (0, 0),
    };
    let parts = &tokens[before..after];
    front.title_from = parts.to_vec();
    let joint = if language.pack.spaced { " " } else { "" };
    let written: Vec<String> = parts.iter().map(|part| squeeze(part.text(lines), language)).collect();
    front.title = match (asked, written.is_empty()) {
        (Some(asked), _) => {
            // The title that stands there is told in the report instead.
            surroundings(front.title_from.drain(..), out);
            asked.trim().to_owned()
        }
        (None, false) => written.join(joint),
        (None, true) => stated.unwrap_or_default().trim().to_owned(),
    };
    let found = written.join(joint);
    let told = if found.is_empty() { &front.title } else { &found };
    let words = forms
        .statuses
        .iter()
        .flat_map(|(status, words)| words.iter().map(move |word| (status, word)));
    if let Some((status, word)) = words.into_iter().find(|(_, word)| told.contains(word.as_str())) {
        front.status = Some(status.clone());
        front.status_word = Some(word.clone());
    }
    let mut preamble = Vec::new();
    for slice in &tokens[..before] {
        let text = slice.text(lines);
        if is_organisation(text, forms) && front.issuer_from.is_none() {
            front.issuer = Some(text.to_owned());
            front.issuer_from = Some(*slice);
        } else if is_page
            && !is_sentence(lines, *slice, language)
            && !text.contains(|next: char| next.is_numeric() || next == '〔')
        {
            surroundings([*slice].into_iter(), out);
        } else {
            preamble.push(*slice);
        }
    }
    // Nothing before the title was cut at its blanks for good: what belongs together stays so.
    preamble.extend(&tokens[after..]);
    let preamble = rejoin(lines, preamble);
    for slice in &preamble {
        let text = slice.text(lines);
        let labelled = |label: &String| {
            let rest = text.strip_prefix(label.as_str())?.trim_start_matches(is_gap);
            let colon = language
                .pack
                .roles
                .colons
                .iter()
                .find_map(|colon| rest.strip_prefix(colon.as_str()));
            // 版本：V2.1    发布日期：…
            let value = colon?.trim_matches(is_gap);
            let joint = if language.pack.spaced { "  " } else { " " };
            let end = value.find(joint).or_else(|| value.find('\t')).unwrap_or(value.len());
            Some(value[..end].trim_end_matches(is_gap).to_owned())
        };
        front.version = front
            .version
            .take()
            .or_else(|| forms.versions.iter().find_map(labelled));
    }
    (front, preamble)
}

/// Completes the front matter by what the last articles say: since when the regulation holds, and who signed it.
pub fn complete(front: &mut Front, lines: &[Line<'_>], last: &[Slice], language: &Language, forms: &Forms) {
    for slice in last {
        let text = slice.text(lines);
        let words = &language.pack.elements.effect.forms;
        let place = words.iter().filter_map(|word| text.find(word.as_str())).min();
        if let Some(place) = place {
            let dates = language.values.read(text, &[]);
            let date = |found: &Quantity| found.readings.iter().find_map(date_of);
            let (before, after): (Vec<_>, Vec<_>) = dates.iter().partition(|found| found.range.start <= place);
            let nearest = before.into_iter().rev().chain(after).find_map(date);
            front.effective = front.effective.take().or(nearest);
        }
        if front.issuer.is_none() && is_organisation(text, forms) {
            front.issuer = Some(text.to_owned());
        }
    }
}

fn date_of(value: &Value) -> Option<String> {
    let Value::Date(date) = value else { return None };
    let year = i16::try_from(date.year?).ok()?;
    let (month, day) = (i8::try_from(date.month?).ok()?, i8::try_from(date.day?).ok()?);
    civil::Date::new(year, month, day).ok().map(|date| date.to_string())
}

/// The parts of a slice that may be the title: its words between blanks, where one of them may be.
fn tokens(lines: &[Line<'_>], slice: Slice, language: &Language, forms: &Forms) -> Vec<Slice> {
    let text = slice.text(lines);
    if language.pack.spaced
        || lines[slice.line].heading.is_some()
        || is_title(text, language, forms)
        || lines[slice.line].table.is_some()
    {
        return vec![slice];
    }
    let mut parts = Vec::new();
    let mut start = 0;
    for (at, next) in text.char_indices() {
        let end = at + next.len_utf8();
        // 某某有限公司考勤办法（试行）为了…: without any blank the name and the brackets are what parts them.
        let issuer = is_organisation(&text[start..end], forms) && begins_title(&text[end..], language, forms);
        let bracket =
            matches!(next, '）' | ')') && is_title(&text[start..end], language, forms) && !goes_on(&text[end..]);
        if is_gap(next) || issuer || bracket {
            parts.push(start..if is_gap(next) { at } else { end });
            start = end;
        }
    }
    parts.push(start..text.len());
    let parts: Vec<Slice> = parts
        .into_iter()
        .map(|range| slice.part(lines, range))
        .filter(|part| part.start < part.end)
        .collect();
    let holds_title = parts.iter().any(|part| is_title(part.text(lines), language, forms));
    if holds_title { parts } else { vec![slice] }
}

/// Joins neighbours that only blanks part, of one line.
fn rejoin(lines: &[Line<'_>], slices: Vec<Slice>) -> Vec<Slice> {
    let mut joined: Vec<Slice> = Vec::new();
    for slice in slices {
        match joined.last_mut() {
            Some(last)
                if last.line == slice.line
                    && last.end <= slice.start
                    && lines[slice.line].text[last.end..slice.start].chars().all(is_gap) =>
            {
                last.end = slice.end;
            }
            _ => joined.push(slice),
        }
    }
    joined
}

/// The place of the title among the tokens, and how many of them it takes up.
fn title(lines: &[Line<'_>], tokens: &[Slice], language: &Language, forms: &Forms) -> Option<(usize, usize)> {
    // What the file itself calls its title comes before what may be one by its words.
    let own = tokens.iter().any(|token| is_styled(lines, *token));
    let may_be = |at: &usize| !own || is_styled(lines, tokens[*at]);
    let is = |at: &usize| may_be(at) && is_title(tokens[*at].text(lines), language, forms);
    let styled = |at: &usize| lines[tokens[*at].line].heading.is_some_and(|level| level <= 1);
    let named: Vec<usize> = (0..tokens.len()).filter(is).collect();
    let found = match named.last() {
        Some(last) => Some(*last),
        None => (0..tokens.len()).filter(may_be).find(styled).or_else(|| {
            let fits = |at: &usize| {
                let text = tokens[*at].text(lines);
                text.chars().count() <= LONGEST_TITLE
                    && !is_sentence(lines, tokens[*at], language)
                    && !is_organisation(text, forms)
            };
            (0..tokens.len()).find(fits).filter(|at| tokens.len() <= at + 3)
        }),
    }?;
    // 客户服务中心 / 管理制度: a name of a few characters that is a kind of work alone goes with the line before it.
    let alone = language
        .grammar
        .kind_at(tokens[found].text(lines))
        .is_some_and(|kind| kind.len() == tokens[found].text(lines).len());
    let before = found.checked_sub(1).filter(|_| alone);
    let before = before
        .filter(|at| !is_sentence(lines, tokens[*at], language) && !is_organisation(tokens[*at].text(lines), forms));
    Some(before.map_or((found, 1), |at| (at, 2)))
}

/// Whether a line has the style of a file's title.
fn is_styled(lines: &[Line<'_>], slice: Slice) -> bool {
    lines[slice.line].heading == Some(0)
}

/// Whether a text goes on with a mark that stands within a sentence or ends it: 根据《劳动法》（1994年），…
fn goes_on(text: &str) -> bool {
    text.starts_with(['，', '、', '；', '。', '！', '？', ',', ';', '.'])
}

/// Whether a text is a regulation's title by its last word, brackets after it aside: 考勤管理办法（试行）.
fn is_title(text: &str, language: &Language, forms: &Forms) -> bool {
    let mut bare = text.trim_matches(is_gap);
    while let Some(open) = bare
        .rfind(['（', '(', '〔', '['])
        .filter(|_| bare.ends_with(['）', ')', '〕', ']']))
    {
        bare = bare[..open].trim_end_matches(is_gap);
    }
    // 贯彻《考勤规定》 cites a title, and is none.
    if bare.ends_with('》') && (!bare.starts_with('《') || bare.matches('》').count() > 1) {
        return false;
    }
    let bare = bare.trim_matches(['《', '》']);
    let lower = bare.to_lowercase();
    // 一、保安员岗位职责 is an item or a heading.
    if language.markers(bare).next().is_some() {
        return false;
    }
    let named = language.grammar.names_work(bare) || forms.titles.iter().any(|end| lower.ends_with(end.as_str()));
    let inside = bare.chars().any(|next| "，。；：！？>|".contains(next));
    named && !inside && bare.chars().count() <= LONGEST_TITLE * if language.pack.spaced { 2 } else { 1 }
}

/// Whether a text begins with a title in brackets of full width: 考勤办法（试行）.
fn begins_title(text: &str, language: &Language, forms: &Forms) -> bool {
    let word = text.split(is_gap).next().unwrap_or_default();
    let end = word.find('）').map_or(word.len(), |at| at + '）'.len_utf8());
    is_title(&word[..end], language, forms) && !goes_on(&word[end..])
}

/// Whether a text is the name of an organisation and nothing else.
fn is_organisation(text: &str, forms: &Forms) -> bool {
    let inside = text.chars().any(|next| "，。；：、,;:".contains(next));
    !inside
        && text.chars().count() <= LONGEST_TITLE
        && forms.organisations.iter().any(|end| text.ends_with(end.as_str()))
}

/// A text without blanks but where they part words.
pub fn squeeze(text: &str, language: &Language) -> String {
    let words: Vec<&str> = text.split(is_gap).filter(|word| !word.is_empty()).collect();
    let wide = |next: Option<char>| next.is_some_and(|next| !next.is_ascii());
    let mut out = String::with_capacity(text.len());
    for word in words {
        let joins = !language.pack.spaced && wide(out.chars().next_back()) && wide(word.chars().next());
        if !out.is_empty() && !joins {
            out.push(' ');
        }
        out.push_str(word);
    }
    out
}
