//! The shape of a language pack's TOML.

use std::collections::BTreeMap;

use serde::Deserialize;

use super::numeral::Numeral;
use super::script::Script;
use super::unit::Level;
use super::value::ValueForms;
use super::words::WordList;

/// A language pack as it is written.
#[derive(Debug, Deserialize)]
#[serde(rename_all = "kebab-case", deny_unknown_fields)]
pub struct Pack {
    pub tag: String,
    /// The language's own name for itself.
    pub name: String,
    /// Tags that this pack serves better than their primary subtag tells: zh-TW is written in traditional characters.
    pub regions: Vec<String>,
    /// Whether blanks stand between words.
    pub spaced: bool,
    /// What it is written in.
    pub script: Script,
    pub sentence_ends: Vec<String>,
    pub list_separator: String,
    pub clause_end: String,
    pub numeral: Vec<NamedNumeral>,
    /// Ways of counting that only word processors number with. Texts are not read with them.
    pub counting: Vec<NamedNumeral>,
    pub styles: StyleNames,
    pub units: Units,
    pub heads: Heads,
    pub markers: Markers,
    pub citation: CitationForms,
    pub roles: RoleForms,
    pub modality: Modality,
    pub values: ValueForms,
    pub instruction: Instruction,
    pub authority: Authority,
    pub statutes: Statutes,
    pub duties: DutyWords,
    pub departments: Departments,
    pub percentages: Percentages,
    pub wording: Wording,
    pub elements: Elements,
    pub audience: AudienceWords,
    /// The words of the reports, the command line, the reasons of findings and the pages: read by those who use them.
    pub report: toml::Table,
    pub cli: toml::Table,
    /// What the help of the command line says, by what it says in English, where the options are declared.
    #[serde(default)]
    pub help: BTreeMap<String, String>,
    pub error: toml::Table,
    pub disk: toml::Table,
    /// New texts, and the questions that lead to them.
    pub scaffold: toml::Table,
    pub editor: toml::Table,
    pub config: toml::Table,
    pub import: toml::Table,
    pub interface: toml::Table,
    /// The words of `rolebook serve`.
    pub preview: toml::Table,
    pub export: toml::Table,
}

#[derive(Debug, Deserialize)]
pub struct NamedNumeral {
    pub name: String,
    /// Its names in OOXML (`ST_NumberFormat`, ISO 29500-1, 17.18.59).
    #[serde(default)]
    pub formats: Vec<String>,
    #[serde(flatten)]
    pub numeral: Numeral,
}

/// What word processors call their paragraph styles, lower case.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct StyleNames {
    pub title: Vec<String>,
    /// A heading's, without its level.
    pub heading: Vec<String>,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Units {
    pub part: UnitForms,
    pub subpart: UnitForms,
    pub chapter: UnitForms,
    pub section: UnitForms,
    pub article: UnitForms,
    pub paragraph: UnitForms,
    pub item: UnitForms,
    pub subitem: UnitForms,
}

impl Units {
    /// What the units of a level are called.
    pub fn get(&self, level: Level) -> &UnitForms {
        match level {
            Level::Part => &self.part,
            Level::Subpart => &self.subpart,
            Level::Chapter => &self.chapter,
            Level::Section => &self.section,
            Level::Article => &self.article,
            Level::Paragraph => &self.paragraph,
            Level::Item => &self.item,
            Level::Subitem => &self.subitem,
        }
    }
}

#[derive(Debug, Deserialize)]
#[serde(rename_all = "kebab-case", deny_unknown_fields)]
pub struct UnitForms {
    /// The label with its canonical numeral.
    pub label: String,
    /// Other forms of the label, read but never written.
    pub also: Vec<String>,
    /// What an inserted unit's second number looks like: 第五条之一, Article 5-1.
    #[serde(default)]
    pub branch: Option<String>,
    /// The same where it stands before the unit word, read but never written: 第 5-1 條.
    #[serde(default)]
    pub inner_branch: Vec<String>,
    /// Names of the unit in citations; the first is canonical.
    pub word: Vec<String>,
    /// Those of the names that mean a unit of the next level where another name of this level stands above them: an
    /// item of a subparagraph.
    #[serde(default)]
    pub nested: Vec<String>,
    /// Titles of units that carry no number.
    #[serde(default)]
    pub unnumbered: Vec<String>,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Heads {
    /// What follows a number directly when the line is prose, not a head.
    pub prose: Vec<String>,
    /// What may stand between a head's label and its title or text.
    pub separators: Vec<String>,
    /// Mistyped labels of headings, which a paragraph may well begin with.
    pub mistyped: BTreeMap<Level, Vec<String>>,
    /// Mistyped labels, by the unit that they mean.
    pub malformed: BTreeMap<Level, Vec<String>>,
    /// Labels of articles that lack their unit word.
    pub unfinished: Vec<String>,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Markers {
    pub list: Vec<String>,
}

/// Where an elided unit word is to be found.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Elision {
    Next,
    Previous,
}

/// On which side of a citation its work is named.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum OwnerSide {
    Before,
    After,
}

/// The words of citations; `docs/format.md` has the grammar.
#[derive(Debug, Clone, Deserialize)]
#[serde(rename_all = "kebab-case", deny_unknown_fields)]
pub struct CitationForms {
    pub ordinal: Vec<String>,
    pub wrong_ordinal: Vec<String>,
    pub unit_first: bool,
    pub elision: Elision,
    pub joiners: Vec<String>,
    pub separators: Vec<String>,
    pub ranges: Vec<String>,
    pub ascend: Vec<String>,
    /// Markers of items that are cited as paragraphs where an article has nothing else: Article 1(2).
    pub subsections: Vec<String>,
    pub owner: OwnerSide,
    pub of: Vec<String>,
    /// Words for what is added to a text and counts its own articles: 附件3第2条.
    pub annexes: Vec<String>,
    /// What may follow a bare paragraph or item; before another word it may count things: 第一项工作. All words where
    /// there is none.
    pub followers: Vec<String>,
    #[serde(rename = "self")]
    pub this_work: Vec<String>,
    pub works: Vec<String>,
    /// What a title may begin with that citations leave out.
    pub title_prefixes: Vec<String>,
    pub quotes: Vec<(String, String)>,
    pub brackets: Vec<(String, String)>,
    /// Words that sum a list up (第一项、第二项两项) and are no further member.
    pub tails: Vec<String>,
    /// What follows a number of units rather than one of them: 违反本办法两条以上, 六条禁令.
    pub counted: Vec<String>,
    pub preceding: Vec<String>,
    pub this: Vec<String>,
    /// Names of the numerals that stand before the unit where other numbers follow it.
    pub ordinals: Vec<String>,
    /// Numerals that are a fault in a citation, each with the one that it should be written in.
    pub wrong_numerals: Vec<(String, String)>,
    /// Words before the short name that a text gives another work.
    pub abbreviated: Vec<String>,
    pub amending: Vec<String>,
    pub title_brackets: Vec<(String, String)>,
}

impl CitationForms {
    /// The quotation marks that tell where a title begins and where it ends: those whose two sides differ.
    pub fn title_marks(&self) -> impl Iterator<Item = &(String, String)> {
        self.quotes.iter().filter(|(open, close)| open != close)
    }
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct RoleForms {
    /// Titles of articles that give a role its duties, with `{role}` for its name.
    pub duties: Vec<String>,
    pub none: Vec<String>,
    pub separators: Vec<String>,
    pub colons: Vec<String>,
    /// Words that stand before a name without belonging to it, lower case.
    pub articles: Vec<String>,
    /// Labels of each field; the first is canonical.
    pub fields: BTreeMap<String, Vec<String>>,
}

/// Words by which a sentence obliges, allows or forbids; letter case counts, the longest word wins.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Modality {
    pub obligation: Vec<String>,
    pub permission: Vec<String>,
    pub prohibition: Vec<String>,
    /// What may say no in other words.
    pub negation: Vec<String>,
    /// Words that hold one of the others and mean something else.
    pub neutral: Vec<String>,
}

/// Words by which a duty takes its orders from a role. Blanks and articles around the name do not count.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Instruction {
    /// Before the name, whatever follows it.
    pub alone: Vec<String>,
    /// Before the name, where a word of `after` follows it.
    pub before: Vec<String>,
    pub after: Vec<String>,
    /// Right before all that: the orders are not taken.
    pub negations: WordList,
    /// In the sentence: the direct superior passes the orders on or is away, or there is an emergency.
    pub excused: WordList,
    /// In the clause: others take the orders, or they are about an occasion and no work.
    pub other: WordList,
}

/// Words of an authority field, and the acts that supervision alone does not cover.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Authority {
    pub supervision: Vec<String>,
    pub wider: Vec<String>,
    pub limit: Vec<String>,
    pub acts: Vec<String>,
    /// Before an act in its clause: it is only proposed, reported, recorded, or done by somebody else.
    pub excused: Vec<String>,
    /// In the clause of an act or the next one: somebody else decides.
    pub approved: WordList,
    /// Right after an act: it is a thing that is spoken of (处罚制度, 处罚建议).
    pub matters: Vec<String>,
}

/// How the names of the law's own texts begin and end, lower case.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Statutes {
    pub starts: Vec<String>,
    pub ends: Vec<String>,
}

/// Words of duties, lower case.
#[derive(Debug, Deserialize)]
#[serde(rename_all = "kebab-case", deny_unknown_fields)]
pub struct DutyWords {
    /// Regular expressions of the clause that covers all other work, for its first part without punctuation.
    pub catch_all: Vec<String>,
    /// They say who leads, or that somebody helps: the duty is shared on purpose.
    pub lead: WordList,
    /// They limit a duty to what is one's own.
    pub own: WordList,
    /// Verbs that make one role answerable for a matter.
    pub answerable: WordList,
    /// Verbs of what everyone who leads staff does for those staff.
    pub leading: WordList,
    /// Between verbs that share their object, and between objects that share their verb.
    pub joiners: Vec<String>,
    /// Words that add nothing to what a duty is.
    pub filler: WordList,
    /// Words, in languages without blanks characters, that make two texts differ in meaning.
    pub distinct: WordList,
    /// The fewest words, or characters, of an object that says enough to be compared.
    pub shortest_object: usize,
    pub verbs: Vec<String>,
    /// What a verb may end with in its other forms.
    pub verb_endings: Vec<String>,
    /// Marks at the end of an item that another one follows; the first is canonical.
    pub between: Vec<String>,
    /// Marks at the end of the last item; the first is canonical.
    pub last: Vec<String>,
}

/// Names of departments.
#[derive(Debug, Deserialize)]
#[serde(rename_all = "kebab-case", deny_unknown_fields)]
pub struct Departments {
    /// The last word of a department's name, whatever its first ones are.
    pub kinds: Vec<String>,
    /// Last words that make a department's name after the words of `fields` only.
    pub narrow_kinds: Vec<String>,
    /// Right after such a last word, where it has one character and no blanks part the words.
    pub narrow_after: Vec<String>,
    /// What departments are for.
    pub fields: Vec<String>,
    /// Right before a name whose beginning nothing else shows.
    pub before: Vec<String>,
    /// Not within a name that only its surroundings show.
    pub never_in: Vec<String>,
    /// Right after a last word that is a part of another word.
    pub not_after: Vec<String>,
    /// Ends of what is no department, or one of somebody else.
    pub others: Vec<String>,
}

/// The division of a whole into hundredths.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Percentages {
    /// Signs before and after the number.
    pub before: Vec<String>,
    pub after: Vec<String>,
    /// Ends of the heads of columns, without blanks and brackets, and words of lead-ins.
    pub heads: Vec<String>,
    pub leads: WordList,
    /// Labels of the row that sums the others up.
    pub totals: Vec<String>,
}

/// What the rules of wording know of a language.
#[derive(Debug, Deserialize)]
#[serde(rename_all = "kebab-case", deny_unknown_fields)]
pub struct Wording {
    /// Forms beside the usual one, each with that one; a fault where a text has both.
    pub variants: Vec<(String, String)>,
    /// What stands around a word that is spoken about.
    pub mentions: Vec<(String, String)>,
    /// Words that change with the sound that follows (a, an), lower case.
    pub indefinite: Vec<String>,
    /// Letters that make them change.
    pub vowels: String,
    /// Last words of departments' names, which a shortening keeps.
    pub unit_heads: Vec<String>,
    /// What introduces a shortening in brackets, lower case.
    pub introductions: Vec<String>,
    /// Words of a name that give no letter to its abbreviation, lower case.
    pub small_words: Vec<String>,
    /// Words that leave open how often, how soon, how much or who, lower case.
    pub vague: Vec<String>,
    /// What says it, in the same clause; lower case, as the following two.
    pub measures: Vec<String>,
    /// What says it with a number before it.
    pub measure_units: Vec<String>,
    /// What begins the next clause where it sets the bound of the one before.
    pub bounds: Vec<String>,
    /// Full-width marks that are no shifted ASCII, each with the mark that stands for it.
    pub full_width: Vec<(String, String)>,
    /// Characters, or words where blanks stand between them, of a duty or a sentence at most.
    pub sentence_limit: u32,
}

/// The clauses that a regulation needs.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Elements {
    pub purpose: Element,
    pub scope: Element,
    pub interpretation: Element,
    pub effect: Element,
    pub repeal: Element,
}

/// A clause: what it is called within a sentence, and words one of which stands in it.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Element {
    pub name: String,
    pub forms: WordList,
}

/// Words that tell whom a sentence speaks to; lower case where letters have cases.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct AudienceWords {
    /// The whole staff, as the subject of a sentence or clause.
    pub everyone: WordList,
    /// What begins with one of them and means something else.
    pub except: Vec<String>,
    /// What may stand before them.
    pub leads: Vec<String>,
    /// Where a clause ends within a sentence.
    pub clauses: WordList,
    /// A sentence with these words says whom a text is not about.
    pub excluded: WordList,
}
