//! Handbooks that chance makes: regulations in two languages whose articles cite one another, and what editors do to
//! their articles.

#![allow(dead_code, reason = "a test file includes what it needs")]

use std::fmt::Write;

use proptest::prelude::*;
use proptest::sample::Index;
use proptest::test_runner::RngSeed;
use rolebook::language::{Language, Level, Number};

use super::Texts;

/// As many cases of a property, the same ones at every run.
pub fn cases(cases: u32) -> ProptestConfig {
    ProptestConfig {
        cases,
        failure_persistence: None,
        rng_seed: RngSeed::Fixed(0x0726),
        ..ProptestConfig::default()
    }
}

/// One paragraph or list of an article.
#[derive(Clone, Debug)]
pub enum Piece {
    Sentence,
    /// Cites an article of the regulation.
    Cites(Index),
    /// Cites two articles that stand apart, in one citation.
    CitesTwo(Index, Index),
    /// Cites all articles from one to another.
    CitesRange(Index, Index),
    /// Cites an article by counting back one.
    CitesPreceding,
    /// Items with numbers, in brackets or without.
    Items(usize, bool),
}

/// An article, known by its title whatever its number.
#[derive(Clone, Debug)]
pub struct Article {
    name: usize,
    number: u32,
    /// Whether its heading has an id.
    named: bool,
    pieces: Vec<Piece>,
}

/// What an editor does to the articles.
#[derive(Clone, Debug)]
pub enum Edit {
    /// Puts a new article before another, whose number it takes.
    Insert(Index),
    /// Takes an article to another place, with its number.
    Move(Index, Index),
    Remove(Index),
}

/// A regulation of one chapter file.
#[derive(Clone, Debug)]
pub struct Regulation {
    articles: Vec<Article>,
    /// How many articles it began with: citations are written with their numbers.
    count: usize,
    /// The lock that tells which article bore which number, so that a new one with the same number is known for new.
    lock: String,
}

fn piece() -> impl Strategy<Value = Piece> {
    let at = any::<Index>;
    prop_oneof![
        2 => Just(Piece::Sentence),
        3 => at().prop_map(Piece::Cites),
        1 => (at(), at()).prop_map(|(one, other)| Piece::CitesTwo(one, other)),
        1 => (at(), at()).prop_map(|(one, other)| Piece::CitesRange(one, other)),
        1 => Just(Piece::CitesPreceding),
        2 => (2_usize..5, any::<bool>()).prop_map(|(count, brackets)| Piece::Items(count, brackets)),
    ]
}

/// A regulation whose numbers are in order.
pub fn regulation() -> impl Strategy<Value = Regulation> {
    let article = (any::<bool>(), prop::collection::vec(piece(), 1..4));
    prop::collection::vec(article, 2..14).prop_map(|articles| {
        let articles = (0..).zip(articles).map(|(name, (named, pieces))| Article {
            name,
            number: name as u32 + 1,
            named,
            pieces,
        });
        let articles: Vec<Article> = articles.collect();
        let lock = articles.iter().map(|article| {
            let number = article.number;
            let id = if article.named {
                format!("rule-{}", article.name)
            } else {
                format!("art-{number}")
            };
            format!("[article.\"rules#{id}\"]\nnumber = \"{number}\"\n\n")
        });
        Regulation {
            count: articles.len(),
            lock: lock.collect(),
            articles,
        }
    })
}

pub fn edits() -> impl Strategy<Value = Vec<Edit>> {
    let at = any::<Index>;
    let edit = prop_oneof![
        2 => at().prop_map(Edit::Insert),
        2 => (at(), at()).prop_map(|(from, to)| Edit::Move(from, to)),
        1 => at().prop_map(Edit::Remove),
    ];
    prop::collection::vec(edit, 1..4)
}

impl Regulation {
    /// The same after what an editor did.
    pub fn edited(&self, edits: &[Edit]) -> Self {
        let mut regulation = self.clone();
        let articles = &mut regulation.articles;
        for (new, edit) in edits.iter().enumerate() {
            match edit {
                Edit::Insert(at) => {
                    let at = at.index(articles.len());
                    let article = Article {
                        name: 100 + new,
                        number: articles[at].number,
                        named: true,
                        pieces: vec![Piece::Sentence],
                    };
                    articles.insert(at, article);
                }
                Edit::Move(from, to) => {
                    let article = articles.remove(from.index(articles.len()));
                    articles.insert(to.index(articles.len() + 1), article);
                }
                Edit::Remove(at) => {
                    let at = at.index(articles.len());
                    // A new article that keeps the number of the one that is gone takes its place.
                    let is_replaced = articles
                        .iter()
                        .filter(|other| other.number == articles[at].number)
                        .count()
                        > 1;
                    if articles.len() > 1 && !is_replaced {
                        articles.remove(at);
                    }
                }
            }
        }
        regulation
    }

    /// The handbook that has this regulation, in Chinese and English.
    pub fn handbook(&self) -> Texts {
        let mut texts = Texts::new();
        texts.insert(
            "handbook.toml".to_owned(),
            "title = { zh = \"手册\", en = \"Handbook\" }\nlanguages = [\"zh\", \"en\"]\n".to_owned(),
        );
        texts.insert("translations.lock".to_owned(), self.lock.clone());
        texts.insert(
            "zh/rules.md".to_owned(),
            format!("# 员工守则\n\n{}", self.text("zh", &Chinese)),
        );
        texts.insert(
            "en/rules.md".to_owned(),
            format!("# Staff Code\n\n{}", self.text("en", &English)),
        );
        texts
    }

    fn text(&self, tag: &str, words: &dyn Words) -> String {
        let language = Language::find(tag).unwrap();
        let label = |number: u32| language.label(Level::Article, Number::new(number));
        let cited = |at: &Index| at.index(self.count) as u32 + 1;
        let mut out = String::new();
        for (place, article) in self.articles.iter().enumerate() {
            let id = if article.named {
                format!(" {{#rule-{}}}", article.name)
            } else {
                String::new()
            };
            writeln!(out, "## {} {}{id}\n", label(article.number), words.title(article.name)).unwrap();
            for piece in &article.pieces {
                match piece {
                    Piece::Sentence => out += words.sentence(),
                    Piece::Cites(at) => out += &words.cites(&label(cited(at))),
                    Piece::CitesTwo(one, other) => {
                        let (first, last) = (cited(one).min(cited(other)), cited(one).max(cited(other)));
                        if last > first + 1 {
                            out += &words.cites(&words.both(&label(first), &label(last)));
                        }
                    }
                    Piece::CitesRange(one, other) => {
                        let (first, last) = (cited(one).min(cited(other)), cited(one).max(cited(other)));
                        if first < last {
                            out += &words.cites(&words.range(&label(first), &label(last)));
                        }
                    }
                    // The first article has none before it.
                    Piece::CitesPreceding if place > 0 && article.name > 0 => out += &words.cites(words.preceding()),
                    Piece::CitesPreceding => {}
                    Piece::Items(count, brackets) => {
                        out += words.items();
                        for number in 1..=*count as u32 {
                            out += &words.item(number, *brackets);
                        }
                        out.push('\n');
                    }
                }
            }
        }
        out
    }
}

/// How the languages say it.
trait Words {
    fn title(&self, name: usize) -> String;
    fn sentence(&self) -> &'static str;
    fn cites(&self, what: &str) -> String;
    fn both(&self, one: &str, other: &str) -> String;
    fn range(&self, first: &str, last: &str) -> String;
    fn preceding(&self) -> &'static str;
    fn items(&self) -> &'static str;
    fn item(&self, number: u32, brackets: bool) -> String;
}

struct Chinese;

impl Words for Chinese {
    fn title(&self, name: usize) -> String {
        format!("事项{name}号")
    }
    fn sentence(&self) -> &'static str {
        "员工应当爱护店内设施，损坏的及时报修。\n\n"
    }
    fn cites(&self, what: &str) -> String {
        format!("员工按照{what}的规定办理。\n\n")
    }
    fn both(&self, one: &str, other: &str) -> String {
        format!("{one}和{other}")
    }
    fn range(&self, first: &str, last: &str) -> String {
        format!("{first}至{last}")
    }
    fn preceding(&self) -> &'static str {
        "前条"
    }
    fn items(&self) -> &'static str {
        "员工办理下列事项：\n\n"
    }
    fn item(&self, number: u32, brackets: bool) -> String {
        let numeral = ["一", "二", "三", "四", "五"][number as usize - 1];
        match brackets {
            true => format!("（{numeral}）清点库房{number}；\n\n"),
            false => format!("{number}. 清点库房{number}；\n"),
        }
    }
}

struct English;

impl Words for English {
    fn title(&self, name: usize) -> String {
        format!("Matter {name}")
    }
    fn sentence(&self) -> &'static str {
        "Staff take care of the equipment and report damage at once.\n\n"
    }
    fn cites(&self, what: &str) -> String {
        format!("Staff act in accordance with {what}.\n\n")
    }
    fn both(&self, one: &str, other: &str) -> String {
        format!("{one} and {other}")
    }
    fn range(&self, first: &str, last: &str) -> String {
        format!("{first} to {last}")
    }
    fn preceding(&self) -> &'static str {
        "the preceding Article"
    }
    fn items(&self) -> &'static str {
        "Staff do the following:\n\n"
    }
    fn item(&self, number: u32, brackets: bool) -> String {
        match brackets {
            true => format!("({number}) count storeroom {number};\n\n"),
            false => format!("{number}. count storeroom {number};\n"),
        }
    }
}
