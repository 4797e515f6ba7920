//! RB402: a duty that two roles have, neither of which is said to lead.

use rayon::prelude::*;
use rustc_hash::{FxHashMap, FxHashSet};

use super::likeness::{Likeness, candidates};
use super::matter::matters;
use super::role_name;
use super::texts::{duties, role_articles};
use crate::check::wording;
use crate::diagnostic::Findings;
use crate::language::Language;
use crate::model::{ArticleId, ArticleText, Handbook, LanguageId, MarkTarget, RoleArticle, RoleId, in_blocks};
use crate::source::Span;

/// Roles that share so many duties, and half of what one of them has, are one post in two places.
const TWINS: usize = 3;

pub fn check(handbook: &Handbook, findings: &mut Findings) {
    // What the authoritative text says is not said again for its translations.
    let mut told: FxHashSet<[(ArticleId, u16); 2]> = FxHashSet::default();
    for language in handbook.language_ids() {
        let duties = Duty::all(handbook, language);
        let mut shared = Shared::default();
        shared.add_equal(&duties);
        shared.add_matters(&duties);
        for (first, second) in shared.pairs(handbook, &duties) {
            let places = [first, second].map(|duty| (handbook.text(duty.article.text).article, duty.item));
            if told.insert(places) {
                report(handbook, findings, first, second);
            }
        }
    }
}

fn report(handbook: &Handbook, findings: &mut Findings, first: &Duty<'_>, second: &Duty<'_>) {
    let text = handbook.text(second.article.text);
    findings.push(
        wording::finding(handbook, "RB402", text, &(second.span.start..second.span.end))
            .param("role", role_name(handbook, second.role))
            .param("other", role_name(handbook, first.role))
            .param("number", second.item.to_string())
            .param("item", first.item.to_string())
            .related("other", first.span),
    );
}

/// A duty that a role answers for by itself, as far as its text says.
struct Duty<'a> {
    role: RoleId,
    article: &'a RoleArticle,
    item: u16,
    span: Span,
    likeness: Likeness,
    matters: Vec<String>,
    /// The roles that it names.
    names: Vec<RoleId>,
    /// It is what everyone who leads staff does for them.
    leading: bool,
}

impl<'a> Duty<'a> {
    /// The duties of a language in the order of the texts.
    fn all(handbook: &'a Handbook, language: LanguageId) -> Vec<Self> {
        let articles = role_articles(handbook).filter(|(_, article)| article.language == language);
        let mut articles: Vec<(RoleId, &RoleArticle)> = articles.collect();
        articles.sort_by_key(|(_, article)| article.text);
        articles
            .par_iter()
            .flat_map_iter(|&(role, article)| Self::of(handbook, role, article))
            .collect()
    }

    fn of(handbook: &'a Handbook, role: RoleId, article: &'a RoleArticle) -> Vec<Self> {
        let text = handbook.text(article.text);
        let language = handbook.language(article.language);
        let own = duties(handbook, article)
            .into_iter()
            .filter(|duty| !duty.is_catch_all(language));
        let own = own.filter(|duty| is_sole(duty.folded(), language));
        own.map(|duty| Self {
            role,
            article,
            item: duty.item,
            span: duty.span(handbook, text),
            likeness: Likeness::new(duty.folded(), language),
            matters: matters(duty.folded(), language),
            names: named(text, &duty.blocks),
            leading: leads(duty.folded(), language),
        })
        .collect()
    }
}

/// Whether a duty neither says who leads or helps nor keeps to what is the role's own.
fn is_sole(folded: &str, language: &Language) -> bool {
    let words = &language.pack.duties;
    !language.has_any(folded, &words.lead) && !language.has_any(folded, &words.own)
}

/// Whether the first clause of a duty begins with what leaders do for their staff.
fn leads(folded: &str, language: &Language) -> bool {
    let clause = folded
        .split(['，', '；', '。', ',', ';', '.'])
        .next()
        .unwrap_or_default();
    language.has_any(clause, &language.pack.duties.leading)
}

fn named(text: &ArticleText, blocks: &std::ops::Range<u32>) -> Vec<RoleId> {
    let marks = in_blocks(&text.marks, blocks.clone()).iter();
    let roles = marks.filter_map(|mark| match mark.to {
        MarkTarget::Role(role) => Some(role),
        _ => None,
    });
    roles.collect()
}

/// Pairs of duties, by their places.
#[derive(Default)]
struct Shared {
    pairs: FxHashSet<(u32, u32)>,
}

impl Shared {
    /// Those whose texts say the same. A text that three or more roles have is common to the staff.
    fn add_equal(&mut self, duties: &[Duty<'_>]) {
        let mut equal: FxHashMap<&[u64], Vec<u32>> = FxHashMap::default();
        for (duty, index) in duties.iter().zip(0..).filter(|(duty, _)| !duty.likeness.is_empty()) {
            equal.entry(&duty.likeness.key).or_default().push(index);
        }
        let mut single = Vec::new();
        for group in equal.into_values() {
            match self.add_group(duties, &group) {
                1 => single.push(group[0]),
                _ => continue,
            }
        }
        single.sort_unstable();
        let likenesses: Vec<&Likeness> = single.iter().map(|&index| &duties[index as usize].likeness).collect();
        let near: Vec<(u32, u32)> = candidates(&likenesses)
            .into_par_iter()
            .map(|(left, right)| (single[left as usize], single[right as usize]))
            .filter(|&(left, right)| {
                let (left, right) = (&duties[left as usize], &duties[right as usize]);
                left.role != right.role && left.likeness.says_the_same(&right.likeness)
            })
            .collect();
        self.pairs.extend(near);
    }

    /// Those whose roles answer for one matter.
    fn add_matters(&mut self, duties: &[Duty<'_>]) {
        let mut equal: FxHashMap<&str, Vec<u32>> = FxHashMap::default();
        for (duty, index) in duties.iter().zip(0..) {
            for matter in &duty.matters {
                equal.entry(matter).or_default().push(index);
            }
        }
        for group in equal.into_values() {
            self.add_group(duties, &group);
        }
    }

    /// Adds the first duties of two roles, if the group is of no more; tells of how many it is, up to three.
    fn add_group(&mut self, duties: &[Duty<'_>], group: &[u32]) -> usize {
        let role = |index: u32| duties[index as usize].role;
        let first = group[0];
        let Some(&second) = group.iter().find(|&&index| role(index) != role(first)) else {
            return 1;
        };
        if group
            .iter()
            .any(|&index| role(index) != role(first) && role(index) != role(second))
        {
            return 3;
        }
        self.pairs.insert((first.min(second), first.max(second)));
        2
    }

    /// The pairs that are a fault, in the order of the later duty.
    fn pairs<'d, 'a>(self, handbook: &Handbook, duties: &'d [Duty<'a>]) -> Vec<(&'d Duty<'a>, &'d Duty<'a>)> {
        let mut pairs: Vec<(u32, u32)> = self.pairs.into_iter().collect();
        pairs.sort_unstable_by_key(|&(first, second)| (second, first));
        let mut partners: FxHashMap<u32, FxHashSet<RoleId>> = FxHashMap::default();
        let mut together: FxHashMap<(RoleId, RoleId), FxHashSet<u32>> = FxHashMap::default();
        let role = |index: u32| duties[index as usize].role;
        let both = |first, second| (role(first).min(role(second)), role(first).max(role(second)));
        for &(first, second) in &pairs {
            partners.entry(first).or_default().insert(role(second));
            partners.entry(second).or_default().insert(role(first));
            together.entry(both(first, second)).or_default().insert(second);
        }
        let common = |index: &u32| partners.get(index).is_some_and(|roles| roles.len() > 1);
        let shared = |first, second| together.get(&both(first, second)).map_or(0, FxHashSet::len);
        let pairs = pairs
            .into_iter()
            .filter(|(first, second)| !common(first) && !common(second));
        pairs
            .filter(|&(left, right)| {
                let (first, second) = (&duties[left as usize], &duties[right as usize]);
                let least = first.article.duties.len().min(second.article.duties.len());
                let count = shared(left, right);
                let twins = count >= TWINS && count * 2 >= least;
                !twins && is_fault(handbook, first, second)
            })
            .map(|(first, second)| (&duties[first as usize], &duties[second as usize]))
            .collect()
    }
}

/// Whether neither duty names the other role, and they are not what two heads of staff each do for their own.
fn is_fault(handbook: &Handbook, first: &Duty<'_>, second: &Duty<'_>) -> bool {
    let heads = |role: RoleId| !handbook.role(role).subordinates.is_empty();
    let above = |role: RoleId, other: RoleId| handbook.role(other).superiors.contains(&role);
    let one_line = above(first.role, second.role) || above(second.role, first.role);
    let parallel = first.leading && second.leading && heads(first.role) && heads(second.role) && !one_line;
    !parallel && !first.names.contains(&second.role) && !second.names.contains(&first.role)
}
